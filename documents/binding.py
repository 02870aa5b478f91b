"""Pages of several PDFs bound into one file to be printed, with what many copies share in it once.

A file to print has no tags, no signatures and none of the files a paper carries, and is no issued
file. What it is bound of stays as it was.
"""

import copy
import io

# What of a page belongs to the file it came in: fields and links, its place in the tags.
OF_ITS_FILE = {"/Annots", "/StructParents", "/Tabs"}


class Binder:
    """Takes files, and binds their pages in any order, each as often as it is wanted."""

    def __init__(self):
        # A quarter of a second to load, for a few pages of the portal.
        import pikepdf

        self._pikepdf = pikepdf
        self._out = pikepdf.new()
        self._taken = []  # they stay open: what is in them is read when the file is written
        self._forms = {}

    def take(self, pdf):
        """The pages of a file (bytes) as they print, to choose from: a list."""
        file = self._pikepdf.open(io.BytesIO(pdf))
        self._taken.append(file)
        # The picture of a signature stands in its field; now it is a part of the page.
        file.flatten_annotations("print")
        for page in file.pages:
            for key in OF_ITS_FILE & page.obj.keys():
                del page.obj[key]
        first = len(self._out.pages)
        self._out.pages.extend(file.pages)
        return [page.obj for page in self._out.pages[first:]]

    def laid_over(self, page, under):
        """A page more to choose from: `page` printed over `under`, neither of which it holds itself."""
        if under.objgen not in self._forms:
            form = self._pikepdf.Page(under).as_form_xobject()
            name = f"/Under{len(self._forms)}"
            # A stream is balanced in itself only where it is drawn as a form.
            drawn = self._out.make_stream(f"q {name} Do Q\n".encode())
            self._forms[under.objgen] = name, self._out.make_indirect(form), drawn
        name, form, drawn = self._forms[under.objgen]
        page["/Resources"]["/XObject"][name] = form
        laid = copy.copy(page)
        laid["/Contents"] = self._pikepdf.Array([drawn, page["/Contents"]])
        return laid

    def blank(self, like):
        """An empty page of the size of another one."""
        box = like["/MediaBox"]
        return self._pikepdf.Dictionary(
            Type=self._pikepdf.Name.Page, MediaBox=box, Resources=self._pikepdf.Dictionary()
        )

    def bound(self, pages, *, title, language="bn"):
        """The file of these pages: bytes, the same for the same pages. The binder is done with then."""
        taken = len(self._out.pages)
        for page in pages:
            self._out.pages.append(self._pikepdf.Page(self._out.make_indirect(copy.copy(page))))
        del self._out.pages[:taken]
        self._out.Root["/Lang"] = language
        self._out.Root["/ViewerPreferences"] = self._pikepdf.Dictionary(DisplayDocTitle=True)
        self._out.docinfo["/Title"] = title
        file = io.BytesIO()
        self._out.save(
            file,
            object_stream_mode=self._pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
        return file.getvalue()


def marks(pdf):
    """Where the elements with a bookmark begin in a PDF (bytes) that was drawn without headings:
    [(page index, points from its top)], in their order."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file, file.open_outline() as outline:
        index = {page.obj.objgen: number for number, page in enumerate(file.pages)}
        found = []
        for item in outline.root:
            page, _, _, height, _ = item.destination
            found.append((index[page.objgen], float(page["/MediaBox"][3]) - float(height)))
        return found


def page_count(pdf):
    """How many pages a PDF of our own (bytes) has."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)
