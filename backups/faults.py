class Fault(Exception):
    """A backup could not be made or restored. `str()` is one Bengali sentence that says why."""


class Busy(Fault):
    """Another process is making one just now."""
