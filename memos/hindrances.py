"""What can keep a paper from being issued, and how a person is told."""

from django.core.exceptions import ValidationError

from documents.rendering import RenderFailed
from documents.signing import SigningFailed
from documents.store import NotStored
from memos.models import NumberTaken

# What can keep a paper from being issued; each says in Bengali what to mend. Nothing is taken then.
HINDRANCES = (ValidationError, NumberTaken, RenderFailed, SigningFailed, NotStored)


def said_of(hindered):
    return " ".join(hindered.messages) if isinstance(hindered, ValidationError) else str(hindered)
