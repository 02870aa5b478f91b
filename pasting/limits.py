"""How much a person can mean by one paste or one file, and how more than that is refused."""

# Of what is pasted, or comes out of a file.
MOST_HTML = 6_000_000  # characters: Word puts a hundred of styles around one of text
MOST_TEXT = 500_000  # characters of plain text, or in the cells of all tables
MOST_SIGNS = 150_000  # tags and entities
MOST_LINES = 20_000  # of a plain text, without the blank ones
MOST_TABLES = 300
MOST_ROWS = 1_000
MOST_COLUMNS = 50
MOST_CELLS = MOST_ROWS * MOST_COLUMNS  # of all tables
WIDEST = 20  # of the columns one cell covers

# A .docx before it is unpacked, in files and bytes.
LARGEST_DOCX = 20 * 1024 * 1024
MOST_FILES = 2_000
UNPACKED = 100 * 1024 * 1024
PRESSED = 100  # times
SMALL = 64 * 1024  # too small to matter, however tightly it is pressed
# XML is read into memory as a tree.
MOST_XML = 16 * 1024 * 1024
MOST_ELEMENTS = 120_000
DEEPEST = 200  # elements in each other, in XML and in HTML


class BadPaste(ValueError):
    """What was pasted or uploaded cannot be read; the message is Bengali and fit to show."""


TOO_LONG = "লেখাটি একবারে আনার পক্ষে বেশি বড়; ছকটি কয়েক ভাগে পেস্ট করুন।"
TANGLED = "লেখার গঠন এত জটিল যে পড়া গেল না; কেবল ছকটুকু কপি করে আবার পেস্ট করুন।"
NOT_DOCX = "ফাইলটি ওয়ার্ডের .docx নয় বা নষ্ট; ওয়ার্ডে খুলে .docx হিসেবে সংরক্ষণ করে আবার দিন।"
OLD_DOC = "এটি পুরোনো .doc ফাইল বা পাসওয়ার্ড দেওয়া; .docx হিসেবে সংরক্ষণ করে আবার দিন।"
REFUSED = "ফাইলটি নিরাপদ নয় বলে পড়া হয়নি; ছকটি কপি করে সরাসরি পেস্ট করুন।"
