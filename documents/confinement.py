"""Locks a render worker puts on itself, with the kernel's own means and without privileges.

Linux only. Everything here concerns the calling process and cannot be undone by it. Layouts and
numbers: prctl(2), seccomp(2), landlock(7), unshare(2).
"""

import contextlib
import ctypes
import errno
import os
import resource
import signal
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
SECCOMP_MODE_FILTER = 2
CLONE_NEWNET = 0x40000000

# Per machine: the audit name of the architecture, then the calls that reach beyond the process:
# socket, execve, execveat, ptrace, process_vm_readv, process_vm_writev, io_uring_setup, pidfd_getfd
# (io_uring opens sockets without calling socket).
OUTWARD_CALLS = {
    "x86_64": (0xC000003E, (41, 59, 322, 101, 310, 311, 425, 438)),
    "aarch64": (0xC00000B7, (198, 221, 281, 117, 270, 271, 425, 438)),
}
LOAD, JUMP_IF_EQUAL, JUMP_IF_NOT_LESS, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM

LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
# How many access rights each version of the interface knows; a newer kernel knows at least these.
LANDLOCK_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, TRUNCATE = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14
REMOVE_DIR, REMOVE_FILE, MAKE_DIR, MAKE_FILE = 1 << 4, 1 << 5, 1 << 7, 1 << 8

MEMORY_RESERVE = 64 * 2**20

libc = ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> int:
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def _prctl(option: int, *arguments) -> None:
    padded = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    _checked(libc.prctl(ctypes.c_int(option), *padded))


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent goes, however the parent goes.

    The signal follows the *thread* that started this process: it must be one that stays.
    `parent` is the process id the starter expects; a starter that is already gone ends us here.
    """
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit("the parent process is gone")


def limit_resources(*, memory: int, file_size: int, open_files: int) -> None:
    """Bound address space and file size (bytes) and open files (count); no core dumps."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory + MEMORY_RESERVE))
    for kind, bound in (
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_NOFILE, open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (bound, bound))


def use_memory_reserve() -> None:
    """After a MemoryError, room enough to say so."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def limit_cpu(seconds: float) -> None:
    """Allow this process so many more seconds of processor time; then the kernel ends it."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    bound = int(spent.ru_utime + spent.ru_stime + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (bound, hard))


def offer_to_the_oom_killer() -> None:
    """When the machine runs out of memory, let it take a worker rather than the portal."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("800")


def close_network() -> bool:
    """Take away every new socket and every new program; True where the kernel agreed.

    A system call filter does it for any user. A process that may also gets a network namespace of
    its own, which holds nothing.
    """
    libc.unshare(ctypes.c_int(CLONE_NEWNET))
    if os.uname().machine not in OUTWARD_CALLS:
        return False
    architecture, calls = OUTWARD_CALLS[os.uname().machine]
    refuse = len(calls) + 5  # where REFUSE stands in the program below
    program = [
        (LOAD, 0, 0, 4),
        (JUMP_IF_EQUAL, 0, refuse - 2, architecture),
        (LOAD, 0, 0, 0),
        # The x32 calls of x86-64 are the same calls under other numbers.
        (JUMP_IF_NOT_LESS, refuse - 4, 0, 0x40000000),
        *((JUMP_IF_EQUAL, refuse - 5 - n, 0, call) for n, call in enumerate(calls)),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    ]
    code = b"".join(struct.pack("=HBBI", *step) for step in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    header = ctypes.create_string_buffer(struct.pack("HP", len(program), ctypes.addressof(buffer)))
    try:
        _prctl(PR_SET_NO_NEW_PRIVS, 1)
        _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(header))
    except OSError:
        return False
    return True


def close_files(*, readable: Iterable[str | Path], writable: Iterable[str | Path]) -> bool:
    """Leave only these files and directories (with all below them) open to this process.

    Paths that do not exist are passed over. Files already open stay open. True where the kernel
    has Landlock and lets us; from its fourth version on TCP is refused too, from the sixth on signals to
    processes outside.
    """
    version = libc.syscall(
        ctypes.c_long(LANDLOCK_CREATE_RULESET), None, ctypes.c_size_t(0), ctypes.c_uint32(1)
    )
    if version < 1:
        return False
    all_rights = (1 << LANDLOCK_RIGHTS[min(version, max(LANDLOCK_RIGHTS))]) - 1
    tcp = 0b11 if version >= 4 else None
    scopes = 0b11 if version >= 6 else None
    fields = [value for value in (all_rights, tcp, scopes) if value is not None]
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = _checked(
        libc.syscall(
            ctypes.c_long(LANDLOCK_CREATE_RULESET),
            attributes,
            ctypes.c_size_t(len(attributes)),
            ctypes.c_uint32(0),
        )
    )
    try:
        read = READ_FILE | READ_DIR
        write = read | WRITE_FILE | TRUNCATE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_FILE
        for paths, rights in ((readable, read), (writable, write)):
            for path in paths:
                _open_beneath(ruleset, path, rights & all_rights)
        _prctl(PR_SET_NO_NEW_PRIVS, 1)
        _checked(
            libc.syscall(
                ctypes.c_long(LANDLOCK_RESTRICT_SELF),
                ctypes.c_int(ruleset),
                ctypes.c_uint32(0),
            )
        )
    finally:
        os.close(ruleset)
    return True


def code_places() -> list[str]:
    """Where modules and shared libraries lie that are loaded late; the project's own root, with
    its .env and its database, is not among them."""
    here = Path(__file__).resolve().parent
    root = here.parent
    return [
        str(here),
        *(path for path in sys.path if Path(path).resolve() not in (root, *root.parents)),
        *{sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix},
        *("/lib", "/lib64", "/usr/lib", "/usr/local/lib", "/usr/share/mime", "/etc/mime.types"),
        *("/usr/share/zoneinfo", "/etc/localtime", "/etc/ld.so.cache"),
    ]


def _open_beneath(ruleset: int, path: str | Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    try:
        if not os.path.isdir(path):
            rights &= EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE
        _checked(
            libc.syscall(
                ctypes.c_long(LANDLOCK_ADD_RULE),
                ctypes.c_int(ruleset),
                ctypes.c_int(1),
                struct.pack("=Qi", rights, place),
                ctypes.c_uint32(0),
            )
        )
    finally:
        os.close(place)
