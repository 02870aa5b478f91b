# The one version that the text layer (documents.textlayer) is written for.
WEASYPRINT_VERSION = "70.0"
