"""Papers of the kinds in which something was lost, came back or moved: what goes in, what must come.

Each is told as (kind of the fault, what is pasted or uploaded, what is asked of the items).
"""

from tests.pasting import word
from tests.pasting.word import agenda, cell, decided, par, row, run, table

HTML_HEAD = "<tr><td>ক্রমিক<td>আলোচ্য বিষয়<td>আলোচনা<td>সিদ্ধান্ত<td>বাস্তবায়নকারী"


def page(cells, *, styles="", cols="", behind=""):
    """A clipboard's HTML of an agenda with a row of these cells."""
    return (
        f"<html><head><style><!--{styles}--></style></head><body><!--StartFragment-->"
        f"<table>{cols}{HTML_HEAD}{cells}</table>{behind}<!--EndFragment--></body></html>"
    )


def decision(html, **told):
    return page(f"<tr><td>১।<td>বিষয়<td>আলোচনা হয়।<td>{html}<td>সকল", **told)


def texts(items):
    return [each["text"] for item in items for each in item["decisions"]]


SPAN = "<span style='font-family:{};mso-x:y'>{}</span>".format
COMMENT = (
    "<a style='mso-comment-reference:ক_1;mso-comment-date:20261102'>প্রস্তাব পাঠাতে হবে</a>"
    "<span class=MsoCommentReference><span style='font-size:8.0pt'><a class=msocomanchor "
    "id='_anchor_1' href='#_msocom_1'>[ক1]</a></span></span>।"
)
NOTE_REF = (
    "<a style='mso-footnote-id:ftn1' href='#_ftn1'><span class=MsoFootnoteReference>[1]</span></a>"
)
NOTE_BODY = (
    "<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p>"
    "<a href='#_ftnref1'><span>[1]</span></a> চর বাদে।</p></div></div>"
)

# name: (kind, what, {what is asked of the items}, what the preview says)
HTML = {
    "a hidden column of a sheet": (
        12,
        page(
            "<tr><td>১<td>বিষয়<td>আলোচনা হয়।<td>দেখতে হবে।<td>সকল<td>গোপন মত",
            cols="<col width=60 span=5><col width=0 style='display:none;mso-width-alt:0'>",
        ).replace("বাস্তবায়নকারী", "বাস্তবায়নকারী<td>মন্তব্য", 1),
        lambda items: texts(items) == ["দেখতে হবে।"] and items[0]["decisions"][0]["progress"] is None,
        "লুকানো কলামের লেখা আনা হয়নি: গোপন মত",
    ),
    "hidden by a style of the document": (
        12,
        decision("দেখতে হবে।<span class=Secret>গোপন</span>", styles="span.Secret{color:red;display:none}"),
        lambda items: texts(items) == ["দেখতে হবে।"],
        "লুকানো লেখা আনা হয়নি: গোপন",
    ),
    "the anchor of a comment": (
        12,
        decision(COMMENT),
        lambda items: texts(items) == ["প্রস্তাব পাঠাতে হবে।"],
        "মন্তব্যের চিহ্ন আনা হয়নি (১টি): [ক1]",
    ),
    "a placeholder": (
        12,
        decision("দেখতে হবে। <span class=MsoPlaceholderText>Click or tap here to enter text.</span>"),
        lambda items: texts(items) == ["দেখতে হবে।"],
        "খালি ঘরের নির্দেশনা আনা হয়নি: Click or tap",
    ),
    "a footnote": (
        13,
        decision(f"তালিকা করতে হবে{NOTE_REF}।", behind=NOTE_BODY),
        lambda items: texts(items) == ["তালিকা করতে হবে (চর বাদে।)।"],
        "পাদটীকা বন্ধনীতে রাখা হয়েছে (১টি): চর বাদে।",
    ),
    "headings in a cell": (
        13,
        decision("<h4>এক</h4>দুই<h4>তিন</h4>"),
        lambda items: texts(items) == ["এক\nদুই\nতিন"],
        "",
    ),
    "a hidden row in which a merged cell begins": (
        14,
        page(
            "<tr style='display:none'><td>১<td>পুরোনো<td>-<td>বাদ।<td rowspan=2>সকল"
            "<tr><td>২<td>নতুন<td>আলোচনা<td>দেখতে হবে।"
        ),
        lambda items: (
            [(item["topic"], item["decisions"][0]["implementers"]) for item in items]
            == [("নতুন", ["সকল"])]
        ),
        "লুকানো সারি আনা হয়নি: ১; পুরোনো; -; বাদ।",
    ),
    "a topic merged over two numbered items": (
        14,
        page(
            "<tr><td>১<td rowspan=2>সড়ক<td>এক<td>দেখতে হবে।<td>সকল"
            "<tr><td>২<td>দুই<td>করতে হবে।<td>সচিব"
        ),
        lambda items: [item["topic"] for item in items] == ["সড়ক", "সড়ক"],
        "",
    ),
    "a long text in the serial column": (
        14,
        page(
            "<tr><td>১<td>বিষয়<td>এক<td>দেখতে হবে।<td>সকল"
            "<tr><td>সেতু মেরামতের প্রাক্কলন এক মাসের মধ্যে পাঠাতে হবে।<td>প্রকৌশলী<td><td>করতে হবে।<td>সচিব"
        ),
        lambda items: (
            "সেতু মেরামতের প্রাক্কলন এক মাসের মধ্যে পাঠাতে হবে।" in items[1]["discussion"]
        ),
        "ক্রমিকের ঘরের লেখা বিষয় বা আলোচনায় রাখা হয়েছে: সেতু",
    ),
    "lists that begin late, by letters, and of one": (
        15,
        decision(
            "<ol start=3><li>তিন<li>চার</ol><p>পরে</p><ol type=a><li>একা</ol>"
        ).replace("<td>সকল", "<td><ul><li>সচিব</ul>"),
        lambda items: (
            "তিন" in texts(items)[0] and items[0]["decisions"][1]["text"] == "চার\nপরে\na. একা"
        ),
        "তালিকার ক্রম বদলে গেছে: ৩। → (ক)",
    ),
    "a tick and an arrow among words": (
        16,
        decision(f"প্রাপ্ত {SPAN('Wingdings', 'ü')} ঢাকা {SPAN('Wingdings', 'à')} খুলনা।"),
        lambda items: texts(items) == ["প্রাপ্ত ✓ ঢাকা → খুলনা।"],
        "চিহ্ন বদলে দেওয়া হয়েছে: ü → ✓; à → →",
    ),
    "Bijoy by its font, English beside it": (
        17,
        decision(f"{SPAN('SutonnyMJ', 'mfv')} Zoom {SPAN('SutonnyMJ', 'bs 12')}"),
        lambda items: texts(items) == ["সভা Zoom নং ১২"],
        "ফন্ট দেখে বিজয় থেকে ইউনিকোড করা হয়েছে: mfv → সভা",
    ),
    "Google's rows of no height, and a line through words": (
        12,
        page(
            "<tr style='height:0pt'><td>১<td>বিষয়<td>আলোচনা<td><p dir=ltr><span style='font-family:Arial;"
            "text-decoration:line-through'>পুরোনো</span><span> দেখতে হবে।</span></p><td>সকল"
        ),
        lambda items: texts(items) == ["পুরোনো দেখতে হবে।"],
        "কাটা দাগ দেওয়া লেখা দাগ ছাড়া এসেছে; দরকার না হলে বাদ দিন: পুরোনো",
    ),
    "LibreOffice's note and its list": (
        13,
        decision(
            "<ol start='২' type=1><li><p>এক<a class=sdfootnoteanc name=sdfootnote1anc "
            "href='#sdfootnote1sym'><sup>1</sup></a>।</p></li></ol>".replace("২", "2"),
            behind="<div id=sdfootnote1><p><a class=sdfootnotesym href='#sdfootnote1anc'>1</a>চর বাদে।</p></div>",
        ),
        lambda items: texts(items) == ["২। এক (চর বাদে।)।"],
        "পাদটীকা বন্ধনীতে রাখা হয়েছে (১টি): চর বাদে।",
    ),
    "raised digits": (
        16,
        decision("১০<sup>৬</sup> টাকা, 5 m<span style='vertical-align:super'>2</span>, 1<sup>st</sup>।"),
        lambda items: texts(items) == ["১০^৬ টাকা, 5 m², 1st।"],
        "চিহ্ন বদলে দেওয়া হয়েছে: ৬ → ^৬; 2 → ²",
    ),
    "a number and a topic in one cell": (
        14,
        page("<tr><td>১। সড়ক মেরামত<td><td>আলোচনা<td>দেখতে হবে।<td>সকল"),
        lambda items: (items[0]["serial"], items[0]["topic"]) == ("১।", "সড়ক মেরামত"),
        "ক্রমিকের ঘরের লেখা বিষয় বা আলোচনায় রাখা হয়েছে: সড়ক মেরামত",
    ),
    "a table in the discussion": (
        5,
        page(
            "<tr><td>১।<td>বিষয়<td><p>হিসাব:</p><table><tr><th>খাত<th>টাকা<tr><td>সড়ক<td>৫"
            "</table><p>অনুমোদিত।<br>ধন্যবাদ।</p><td>করতে হবে।<td>সকল"
        ),
        lambda items: (
            items[0]["discussion"]
            == [
                "হিসাব:",
                {"table": {"head": ["খাত", "টাকা"], "rows": [["সড়ক", "৫"]]}},
                "অনুমোদিত।\nধন্যবাদ।",
            ]
        ),
        "",
    ),
}  # fmt: skip

TWO_LEVELS = word.numbering(
    {1: [word.level(0, "%1."), word.level(1, "(%2)", kind="lowerLetter")]}, overrides=[(2, 1, 7)]
)
MERGE, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"

DOCX = {
    "a deleted row and moved words": (
        12,
        lambda: agenda(
            row("১।", "বিষয়", "-", cell(par(
                "দেখতে ", "<w:moveFrom w:id='1'>" + run("আজ ") + "</w:moveFrom>", "হবে ",
                "<w:moveTo w:id='1'>" + run("আজ") + "</w:moveTo>", "।",
            )), "সকল"),
            row("২।", "বাতিল বিষয়", "-", "বাতিল।", "কেউ", properties="<w:del w:id='3'/>"),
        ),
        lambda items: texts(items) == ["দেখতে হবে আজ।"],
        "মুছে ফেলা লেখা আনা হয়নি: ২।; বাতিল বিষয়; -; বাতিল। …",
    ),
    "hidden by a character style": (
        12,
        lambda: decided(
            "দেখতে হবে।", run("গোপন", '<w:rStyle w:val="Secret"/>'),
            parts=[word.styles(Secret="<w:rPr><w:vanish/></w:rPr>")],
        ),
        lambda items: texts(items) == ["দেখতে হবে।"],
        "লুকানো লেখা আনা হয়নি: গোপন",
    ),
    "an empty content control beside a filled one": (
        12,
        lambda: decided(
            word.control(run("দেখতে হবে।")),
            word.control(run("এখানে লিখুন"), "<w:showingPlcHdr/>"),
        ),
        lambda items: texts(items) == ["দেখতে হবে।"],
        "খালি ঘরের নির্দেশনা আনা হয়নি: এখানে লিখুন",
    ),
    "a direction wrapper, a field in a field": (
        13,
        lambda: decided(
            f'<w:dir w:val="ltr">{run("০৫.৪৭ ")}</w:dir>',
            word.field(" IF x ", word.field(" REF y ", "নম্বর ")),
            f'<w:smartTag>{run("দেখতে ")}</w:smartTag>', "হবে।",
        ),
        lambda items: texts(items) == ["০৫.৪৭ নম্বর দেখতে হবে।"],
        "",
    ),
    "raised digits, and a file within the file": (
        13,
        lambda: agenda(row("১।", "বিষয়", "-", cell(
            par("১০", run("6", '<w:vertAlign w:val="superscript"/>'), " টাকা।"), "<w:altChunk/>", par(),
        ), "সকল")),
        lambda items: texts(items) == ["১০^6 টাকা।"],
        "ফাইলের ভেতরে বসানো আরেকটি ফাইলের লেখা আনা হয়নি।",
    ),
    "a text box, once": (
        13,
        lambda: decided("দেখতে হবে।", word.text_box("জরুরি")),
        lambda items: texts(items) == ["দেখতে হবে।\nজরুরি"],
        "টেক্সট বক্সের লেখা ঘরের শেষে রাখা হয়েছে: জরুরি",
    ),
    "a fraction": (
        13,
        lambda: decided(
            "মোট ",
            word.equation(word.part("f", word.part("num", word.term("ক+খ")) + word.part("den", word.term("২")))),
            " টাকা।",
        ),
        lambda items: texts(items) == ["মোট (ক+খ)/২ টাকা।"],
        "সমীকরণ সাধারণ লেখায় রাখা হয়েছে: (ক+খ)/২",
    ),
    "a cell merged over items, beside a row that begins late": (
        14,
        lambda: agenda(
            row("১।", "এক", "-", "দেখতে হবে।", cell("সচিব", properties=MERGE)),
            row("করতে হবে।", cell("", properties=ON), properties='<w:gridBefore w:val="3"/>'),
            row("২।", "দুই", "-", "মাপতে হবে।", cell("", properties=ON)),
        ),
        lambda items: (
            [[each["implementers"] for each in item["decisions"]] for item in items]
            == [[["সচিব"], ["সচিব"]], [["সচিব"]]]
        ),
        "",
    ),
    "levels, a list that begins anew, a list of one": (
        15,
        lambda: agenda(
            row("১।", "বিষয়", cell(
                par("এক", number=1), par("ভেতর", number=1, level=1), par("ভেতরে", number=1, level=1),
                par("দুই", number=1), par("ভেতর", number=1, level=1),
            ), "দেখতে হবে।", "সকল"),
            row("২।", "আরেক", cell(par("সাত", number=2)), "করতে হবে।", "সকল"),
            parts=[TWO_LEVELS],
        ),
        lambda items: (
            [item["discussion"] for item in items]
            == [["১। এক", "(a) ভেতর", "(b) ভেতরে", "২। দুই", "(a) ভেতর"], ["৭। সাত"]]
        ),
        "",
    ),
    "numbers drawn in Bijoy": (
        15,
        lambda: agenda(
            row("১।", "বিষয়", cell(par("এক", number=1), par("দুই", number=1)), "দেখতে হবে।", "সকল"),
            parts=[word.numbering({1: [word.level(0, "%1|").replace(
                "</w:lvl>", f"<w:rPr>{word.font('SutonnyMJ')}</w:rPr></w:lvl>"
            )]})],
        ),
        lambda items: items[0]["discussion"] == ["১। এক", "২। দুই"],
        "",
    ),
    "symbols of a symbol font": (
        16,
        lambda: decided(
            '<w:r><w:sym w:font="Wingdings" w:char="F0D8"/></w:r>', " ফরম ",
            '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', " দিতে হবে ",
            run("\uf0e0", word.font("Wingdings")), " আজ।",
        ),
        lambda items: texts(items) == ["• ফরম ✓ দিতে হবে → আজ।"],
        "চিহ্ন বদলে দেওয়া হয়েছে",
    ),
    "Bijoy run by run": (
        17,
        lambda: decided(
            run("mfv ", word.font("SutonnyMJ")), run("ICT Room 5 ", word.font("Times New Roman")),
            run("K", word.font("SutonnyMJ")), run("¶", word.font("Sutonny MJ")), "এ হবে।",
        ),
        lambda items: texts(items) == ["সভা ICT Room 5 কক্ষএ হবে।"],
        "ফন্ট দেখে বিজয় থেকে ইউনিকোড করা হয়েছে",
    ),
    "a table in the discussion": (
        5,
        lambda: agenda(row("১।", "বিষয়", cell(
            "হিসাব:",
            table(row("খাত", "টাকা", properties="<w:tblHeader/>"), row("সড়ক", "৫")),
            par("অনুমোদিত।", "<w:r><w:br/></w:r>", "ধন্যবাদ।"),
        ), "করতে হবে।", "সকল")),
        HTML["a table in the discussion"][2],
        "",
    ),
}  # fmt: skip

NUMBERED = """উপজেলা সমন্বয় কমিটির সভা

১। সড়ক মেরামত
সড়কের অবস্থা নিয়ে আলোচনা হয়।
(ক) তালিকা করতে হবে।
(খ) প্রাক্কলন পাঠাতে হবে।
২। টিকাদান
সিদ্ধান্তঃ ক্যাম্পেইন চালাতে হবে।
বাস্তবায়নকারীঃ স্বাস্থ্য কর্মকর্তা

ধন্যবাদ জানিয়ে সভা শেষ করা হয়।
"""
LETTERED = "১. সড়ক মেরামত\n(ক) তালিকা করতে হবে।\n(খ) প্রাক্কলন পাঠাতে হবে।\n২. টিকাদান\n(ক) ক্যাম্পেইন চালাতে হবে।"

TEXT = {
    "numbered, with words that say what is what": (
        18,
        NUMBERED,
        lambda items: (
            [(item["serial"], item["topic"], item["discussion"]) for item in items]
            == [
                ("১।", "সড়ক মেরামত", ["সড়কের অবস্থা নিয়ে আলোচনা হয়।"]),
                ("২।", "টিকাদান", []),
            ]
            and texts(items)
            == ["তালিকা করতে হবে।", "প্রাক্কলন পাঠাতে হবে।", "ক্যাম্পেইন চালাতে হবে।"]
            and items[1]["decisions"][0]["implementers"] == ["স্বাস্থ্য কর্মকর্তা"]
        ),
        "ছকের বাইরের লেখা আনা হয়নি: উপজেলা সমন্বয় কমিটির সভা; ধন্যবাদ জানিয়ে সভা শেষ করা হয়।",
    ),
    "numbered and lettered": (
        18,
        LETTERED,
        lambda items: (
            [(item["topic"], len(item["decisions"])) for item in items]
            == [("সড়ক মেরামত", 2), ("টিকাদান", 1)]
        ),
        "ক্রম দেওয়া লেখা থেকে সারি করা হয়েছে",
    ),
    "numbered, in Bijoy": (
        18,
        "1| moK †givgZ\n(K) ZvwjKv Ki‡Z n‡e|\n2| wUKv`vb\n(K) K¨v¤úBb Pvjv‡Z n‡e|",
        lambda items: (
            [item["topic"] for item in items] == ["সড়ক মেরামত", "টিকাদান"]
            and texts(items)[0].endswith("তালিকা করতে হবে।")
        ),
        "বিজয় থেকে ইউনিকোড",
    ),
}  # fmt: skip
