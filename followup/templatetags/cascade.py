"""What pages of this room and of those below show of handing down and of indicators."""

from django import template

from followup.parts import tree_of

register = template.Library()


@register.inclusion_tag("followup/_parts.html")
def parts_of(assignment, tree=None, *, acts=False):
    """The tree of parts under a share: who, until when, how far, the last sentence.

    `tree` is its Part where the page has read it already; with `acts` each of its own parts has what
    its office can do with it.
    """
    tree = tree or tree_of(assignment)
    return {"tree": tree, "share": assignment, "acts": acts, "lives": len(tree.live)}
