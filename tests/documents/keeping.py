"""Keep one document in a fresh database; for test_store, which watches it from outside.

python -m tests.documents.keeping DIRECTORY
"""

import sys
from pathlib import Path

import django
from django.conf import settings
from django.db import connection, transaction


def main(place):
    django.setup()
    settings.MEDIA_ROOT = place / "media"
    connection.settings_dict["NAME"] = str(place / "kept.sqlite3")
    from documents.models import Document
    from documents.store import keep

    with connection.schema_editor() as editor:
        editor.create_model(Document)
    with transaction.atomic():
        keep(b"a document", mime="text/plain")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
