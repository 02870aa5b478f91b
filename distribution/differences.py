"""What two people typed differently into one form."""


def differences_of(theirs, mine):
    """[{label, theirs, mine}] of the fields in which two forms differ, as texts."""
    pairs = [(field.label, _text(field), _text(mine[field.name])) for field in theirs]
    return [
        {"label": label, "theirs": stored, "mine": typed}
        for label, stored, typed in pairs
        if stored != typed
    ]


def _text(field):
    value = field.value()
    if isinstance(value, bool):
        return "হ্যাঁ" if value else "না"
    choices = dict(getattr(field.field, "choices", ()))
    shown = choices.get(value, value)
    return str("" if shown is None else shown).replace("\r\n", "\n").strip()
