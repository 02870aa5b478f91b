"""How static files are named once they are collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class NamedByContent(CompressedManifestStaticFilesStorage):
    """Names that tell the content, in the imports of scripts too.

    Whoever has a page open while a release comes in is never given modules of two releases.
    """

    support_js_module_import_aggregation = True
    # One for each step from a script to the last module that is imported for it, and one to be sure.
    max_post_process_passes = 10
