"""The parts a share was handed down in, on pages about the share."""

from django import template

from followup import handing
from followup.models import Answer
from followup.parts import tree_of

register = template.Library()


@register.inclusion_tag("followup/_parts.html", takes_context=True)
def parts_of(context, share, tree=None, *, acts=False, drafts=()):
    """The tree of parts under a share: who, until when, how far, the last sentence.

    `tree` is its Part where the page has read it already; with `acts` each of its own parts has what
    its office can do with it; `drafts` are the kinds of answers it takes, one of which is drafted.
    """
    tree = tree or tree_of(share)
    kind = Answer.Kind.PROGRESS
    if drafts and tree.live and tree.progress == 100 and not handing.open_essentials(share):
        kind = Answer.Kind.CLAIM
    return {
        "tree": tree,
        "share": share,
        "acts": acts,
        "lives": len(tree.live),
        "draft": kind if kind in drafts else "",
        "csrf_token": context.get("csrf_token"),
    }
