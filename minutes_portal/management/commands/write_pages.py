from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string

# What a proxy has to say where the portal cannot: the name of the file → the page and what it says.
PAGES = {
    "400": ("400.html", {}),
    "413": ("413.html", {}),
    "429": ("429.html", {}),
    "502": ("503.html", {"reason": "পোর্টালটি এখন সাড়া দিচ্ছে না। সাধারণত এক মিনিটের মধ্যে ঠিক হয়ে যায়।"}),
    "504": (
        "503.html",
        {"reason": "কাজটি শেষ হতে অতিরিক্ত সময় লাগছিল। কাজটি হয়েছে কি না আগে দেখে নিন।"},
    ),
}


class Command(BaseCommand):
    help = "Write the pages that the proxy shows when the portal cannot; after collectstatic."

    def handle(self, **options):
        folder = Path(settings.STATIC_ROOT, "pages")
        folder.mkdir(parents=True, exist_ok=True)
        for name, (template, said) in PAGES.items():
            (folder / f"{name}.html").write_text(render_to_string(template, said), "utf-8")
