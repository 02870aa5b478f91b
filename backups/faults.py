class Fault(Exception):
    """A backup could not be made or restored. `str()` is one Bengali sentence that says why."""
