"""The scripts of a page: ES modules as they are written, without a bundler."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html_join

register = template.Library()

IMPORT = re.compile(r'^(?:import|\} from|export .* from)\b.*"\./([\w-]+)\.js";$', re.MULTILINE)


@register.simple_tag
def scripts(*names):
    """Print the <script>s of these modules: {% scripts "writing" "precedents" %}.

    All that they import is asked for at once. A slow line would otherwise wait for one module to
    learn of the next.
    """
    preloads = [static(f"js/{name}.js") for name in needed_by(names)]
    return format_html_join(
        "", '<link rel="modulepreload" href="{}">', ((url,) for url in preloads)
    ) + format_html_join(
        "",
        '<script src="{}" type="module"></script>',
        ((static(f"js/{name}.js"),) for name in names),
    )


@cache
def needed_by(names):
    """The names of the modules that these import, and those import in turn: sorted."""
    known, waiting = set(names), list(names)
    while waiting:
        found = imports_of(waiting.pop()) - known
        known |= found
        waiting += found
    return sorted(known - set(names))


def imports_of(name):
    """The names of the modules that a module imports itself."""
    return set(IMPORT.findall(Path(finders.find(f"js/{name}.js")).read_text("utf-8")))
