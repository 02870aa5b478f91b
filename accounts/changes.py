"""What changed between two instances, as an audit event keeps it."""

from datetime import date


def told(value):
    """A value as an audit event keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def changes_of(before, after, names):
    """{field: [old, new]} for the fields of two instances that differ."""
    return {
        name: [told(getattr(before, name)), told(getattr(after, name))]
        for name in names
        if getattr(before, name) != getattr(after, name)
    }
