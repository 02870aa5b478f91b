"""The scripts of the typing pages by themselves: modules in an empty page, before a server of words."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SCRIPTS = Path(settings.BASE_DIR, "static/js")
PLACE = "http://modules.test"

DECISION = """
<fieldset data-decision="0"><legend></legend>
  <input type="hidden" name="item0-d0-id" data-part="id">
  <textarea name="item0-d0-text" id="id_item0-d0-text" data-part="text"></textarea>
  <button name="act" value="drop-0" data-drop>-</button>
</fieldset>"""
ROW = f"""
<form data-row id="item0" data-item="0" action="/items/1/">
  <input type="hidden" name="csrfmiddlewaretoken" value="first">
  <input type="hidden" name="item0-version" data-part="version" value="1">
  <h2 data-name></h2>
  <textarea name="item0-topic" id="id_item0-topic" data-part="topic"></textarea>
  <p data-saved></p>
  <div data-decisions>{DECISION}</div>
</form>"""
PAGE = f"""<!doctype html><meta charset="utf-8">
<div data-bar hidden role="alert"></div>
<div data-writing data-user="7"><template data-blank>{ROW}</template>
<div data-rows>{ROW.replace("item0", "item1")}</div></div>"""

# A server that says what the test has put up: `answers` to what is posted, one after another (null: no
# line; "wait": none before `release()` says it), and the page that is found when it is looked at.
SERVER = """() => {
  // What waits by a real clock would seem silent on a busy machine, beside a clock that stands still.
  AbortSignal.timeout = () => new AbortController().signal;
  window.posted = [];
  window.answers = [];
  window.found = '<p data-user="7"></p><input name="csrfmiddlewaretoken" value="second">';
  const told = (answer) => {
    if (!answer) throw new TypeError("Failed to fetch");
    const { status = 200, redirected = false, text = "", ...json } = answer;
    const ok = status < 400;
    return { status, ok, redirected, json: async () => json, text: async () => text };
  };
  window.fetch = async (url, { method, body }) => {
    if (method !== "POST") return told(typeof found === "string" ? { text: found } : found);
    posted.push(Object.fromEntries(body));
    const answer = answers.shift();
    return told(answer === "wait" ? await new Promise((done) => (window.release = done)) : answer);
  };
}"""
SAVER = """async (started) => {
  const [{ Saver }, { watch }] = await Promise.all([import("/saver.js"), import("/leaving.js")]);
  window.form = document.querySelector("[data-row]");
  window.topic = form.querySelector("[data-part=topic]");
  window.saver = new Saver(document.querySelector("[data-writing]"), {
    conflict: "two wrote",
    keyOf: () => "copy",
    read: () => ({ topic: topic.value }),
    write: (_, copy) => (topic.value = copy.topic),
  });
  form.addEventListener("input", () => saver.changed(form));
  watch(saver);
  if (started) await saver.begin(Promise.resolve());
}"""


@pytest.fixture
def empty(page):
    """A page of its own that has the modules, and nobody to ask."""

    def serve(route):
        file = SCRIPTS / route.request.url.removeprefix(PLACE).lstrip("/")
        if file.suffix == ".js":
            route.fulfill(path=file, content_type="text/javascript")
        else:
            route.fulfill(body=PAGE, content_type="text/html")

    page.route(f"{PLACE}/**", serve)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(PLACE)
    page.evaluate(SERVER)
    yield page
    assert page.complaints == []


class Desk:
    """A form with a saver of its own, on a clock that stands still until it is told."""

    def __init__(self, page):
        self.page = page
        self.line = page.locator("[data-rows] [data-saved]")
        self.topic = page.locator("[data-rows] [data-part=topic]")
        page.clock.install(time=0)
        page.clock.pause_at(1000)

    def start(self, *, started=True):
        self.page.evaluate(SAVER, started)
        return self

    def will_answer(self, *answers):
        self.page.evaluate("more => answers.push(...more)", list(answers))

    def type(self, text, *, seconds=2):
        self.topic.fill(text)
        self.wait(seconds)

    def wait(self, seconds):
        self.page.clock.run_for(seconds * 1000)

    def says(self, text):
        expect(self.line).to_have_text(text)

    @property
    def posted(self):
        """(version, topic, act) of all that was sent."""
        sent = self.page.evaluate("posted")
        return [(p["item1-version"], p["item1-topic"], p.get("act")) for p in sent]

    @property
    def tokens(self):
        return self.page.evaluate("posted.map(sent => sent.csrfmiddlewaretoken)")

    @property
    def copy(self):
        """The text that is kept in this browser, the version it is on, what was sent of it; or None."""
        found = self.page.evaluate('import("/copies.js").then(copies => copies.all("copy"))')
        if not found:
            return None
        ((_, kept),) = found
        sent = kept["sent"] and dict(kept["sent"])["item1-topic"]
        return SimpleNamespace(topic=kept["topic"], version=kept["version"], sent=sent)


@pytest.fixture
def desk(empty):
    return Desk(empty).start()


def saved(version, **more):
    return {"version": version, "saved": f"at {version}", **more}


NO_LINE = "সংযোগ নেই; লেখা এই কম্পিউটারে রাখা আছে, সংযোগ ফিরলে সংরক্ষিত হবে"


# --- The queue of saving --------------------------------------------------------------------------


def test_what_is_typed_is_sent_two_seconds_after_the_last_key(desk):
    desk.will_answer(saved(2))
    desk.type("এক", seconds=1)
    desk.type("এক দুই", seconds=1.9)
    assert desk.posted == []
    desk.says("লেখা হচ্ছে…")
    desk.wait(0.2)
    desk.says("সংরক্ষিত at 2")
    assert desk.posted == [("1", "এক দুই", None)]
    assert desk.copy is None


def test_one_request_at_a_time_each_with_the_version_of_the_one_before(desk):
    desk.will_answer("wait", saved(3))
    desk.type("এক")
    desk.says("সংরক্ষণ হচ্ছে…")
    desk.type("দুই")
    assert desk.posted == [("1", "এক", None)]
    desk.page.evaluate("release({version: 2, saved: 'at 2'})")
    desk.says("সংরক্ষিত at 3")
    assert desk.posted == [("1", "এক", None), ("2", "দুই", None)]


def test_text_typed_during_a_save_is_not_taken_for_saved(desk):
    desk.will_answer("wait")
    desk.type("এক")
    desk.type("দুই", seconds=0)
    desk.page.evaluate("release({version: 2, saved: 'at 2'})")
    desk.says("লেখা হচ্ছে…")
    assert (desk.copy.topic, desk.copy.version, desk.copy.sent) == ("দুই", "2", None)


def test_what_was_never_answered_is_sent_again_word_for_word_before_anything_newer(desk):
    desk.will_answer(None, saved(2), saved(3))
    desk.type("এক")
    desk.says(NO_LINE)
    desk.topic.fill("এক দুই")
    assert (desk.copy.topic, desk.copy.version, desk.copy.sent) == ("এক দুই", "1", "এক")
    desk.wait(3)
    desk.says("সংরক্ষিত at 3")
    assert desk.posted == [("1", "এক", None), ("1", "এক", None), ("2", "এক দুই", None)]


def test_an_answer_that_breaks_off_is_none(desk):
    desk.page.evaluate(
        """() => { window.fetch = async (url, { body }) => {
             posted.push(Object.fromEntries(body));
             return { status: 200, ok: true, json: async () => JSON.parse('{"version"') }; } }"""
    )
    desk.type("এক")
    desk.says(NO_LINE)
    assert desk.copy.sent == "এক"


def test_a_server_that_said_it_failed_is_not_asked_the_same_for_ever(desk):
    desk.will_answer({"status": 500}, saved(2))
    desk.type("এক")
    desk.says(NO_LINE)
    desk.type("দুই")
    desk.says("সংরক্ষিত at 2")
    assert [topic for _, topic, _ in desk.posted] == ["এক", "দুই"]


def test_each_retry_waits_longer_and_the_line_coming_back_begins_anew(desk):
    desk.will_answer(*[None] * 7)
    desk.type("এক")
    desk.says(NO_LINE)
    for count, seconds in enumerate([3, 10, 30, 30], 1):
        desk.wait(seconds - 1)
        assert len(desk.posted) == count
        desk.wait(1)
        desk.says(NO_LINE)
        assert len(desk.posted) == count + 1
    desk.page.evaluate("window.dispatchEvent(new Event('online'))")
    desk.says(NO_LINE)
    assert len(desk.posted) == 6
    desk.wait(3)
    desk.says(NO_LINE)
    assert len(desk.posted) == 7


def test_nothing_is_sent_before_the_copies_of_the_last_time_were_read(empty):
    desk = Desk(empty).start(started=False)
    desk.will_answer(saved(2))
    desk.page.evaluate(
        "import('/copies.js').then(copies => copies.put('copy', {topic: 'গতকাল', version: '1', sent: null}))"
    )
    desk.type("আজ", seconds=60)
    desk.page.evaluate("void saver.save(form)")
    assert (desk.posted, desk.copy.topic) == ([], "গতকাল")
    desk.page.evaluate("saver.begin(Promise.resolve())")
    desk.says("সংরক্ষিত at 2")
    assert desk.posted[0] == ("1", "আজ", None)


def test_each_saver_has_its_own_ways(desk):
    told = desk.page.evaluate(
        """async () => {
             const { Saver } = await import("/saver.js");
             const other = new Saver(document.querySelector("[data-writing]"), {
               conflict: "others", keyOf: () => "other", read: () => ({ topic: "" }) });
             await other.begin(Promise.resolve());
             answers.push({ status: 409 }, { status: 409 });
             const line = form.querySelector("[data-saved]");
             await other.save(form);
             const one = line.textContent;
             await saver.save(form);
             return [one, line.textContent];
           }"""
    )
    assert told == ["others", "two wrote"]


# --- What stands in the way -----------------------------------------------------------------------


def test_in_a_conflict_the_text_stays_and_is_kept(desk):
    desk.will_answer({"status": 409, "version": 5})
    desk.type("আমার")
    desk.says("two wrote")
    expect(desk.topic).to_have_value("আমার")
    assert (desk.copy.topic, desk.copy.version) == ("আমার", "1")
    desk.wait(300)
    assert len(desk.posted) == 1


def test_faults_are_told_beside_their_field_until_they_are_mended(desk):
    desk.will_answer({"status": 422, "faults": {"item1-topic": ["ভুল"]}}, saved(2))
    desk.type("এক")
    desk.says("কিছু মেলাতে হবে; লেখা এই কম্পিউটারে রাখা আছে")
    expect(desk.topic).to_have_attribute("aria-invalid", "true")
    expect(desk.topic).to_have_attribute("aria-describedby", "id_item1-topic_error")
    expect(desk.page.locator("#id_item1-topic_error")).to_have_text("ভুল")
    desk.type("দুই")
    desk.says("সংরক্ষিত at 2")
    assert desk.page.locator(".fault, [aria-invalid], [aria-describedby]").count() == 0


def test_a_fault_of_older_text_does_not_hold_up_the_newer_one(desk):
    desk.will_answer(None, {"status": 422, "faults": {"item1-topic": ["ভুল"]}}, saved(2))
    desk.type("ভুল")
    desk.says(NO_LINE)
    desk.type("ঠিক")
    desk.says("সংরক্ষিত at 2")
    assert [topic for _, topic, _ in desk.posted] == ["ভুল", "ভুল", "ঠিক"]


def test_refused_once_it_is_tried_with_a_new_token_and_twice_it_is_meant(desk):
    desk.will_answer({"status": 403}, saved(2), {"status": 403}, {"status": 403})
    desk.type("এক")
    desk.says("সংরক্ষিত at 2")
    assert desk.tokens == ["first", "second"]
    desk.type("দুই")
    expect(desk.line).to_contain_text("এখন লেখার জন্য খোলা নেই")
    assert len(desk.posted) == 4
    assert desk.copy.topic == "দুই"


def test_who_has_to_sign_in_again_goes_on_in_place(desk):
    bar = desk.page.get_by_role("alert")
    desk.page.evaluate("window.found = { redirected: true }")
    desk.will_answer({"redirected": True}, saved(2))
    desk.type("এক")
    desk.says("প্রবেশের সময় শেষ হয়েছে। লেখা হারায়নি।")
    expect(bar.get_by_role("link")).to_have_attribute("target", "_blank")
    desk.wait(20)
    assert len(desk.posted) == 1
    desk.page.evaluate(
        """() => (window.found = '<p data-user="7"></p><input name="csrfmiddlewaretoken" value="third">')"""
    )
    desk.wait(5)
    desk.says("সংরক্ষিত at 2")
    expect(bar).to_be_hidden()
    assert desk.tokens == ["first", "third"]


def test_nothing_is_sent_in_the_name_of_somebody_else(desk):
    desk.page.evaluate("window.found = '<p data-user=8></p>'")
    desk.will_answer({"status": 403})
    desk.type("এক")
    expect(desk.page.get_by_role("alert")).to_contain_text("অন্য একজন প্রবেশ করেছেন")
    desk.wait(300)
    assert len(desk.posted) == 1
    assert desk.copy.topic == "এক"


def test_a_row_that_is_gone_keeps_its_text_and_is_not_asked_for_again(desk):
    desk.will_answer({"status": 404})
    desk.type("এক")
    expect(desk.line).to_contain_text("আরেকজন সারিটি বাদ দিয়েছেন")
    desk.type("এক দুই")
    expect(desk.line).to_contain_text("আরেকজন সারিটি বাদ দিয়েছেন")
    assert len(desk.posted) == 1
    assert desk.copy.topic == "এক দুই"


def test_a_text_that_was_given_up_is_not_sent_again_by_itself(desk):
    desk.will_answer(None, saved(2))
    desk.page.evaluate("void saver.finish(form, 'yield', '#done')")
    desk.says(NO_LINE)
    assert desk.copy.sent is None
    desk.will_answer(saved(2))
    desk.page.evaluate("void saver.finish(form, 'yield', '#done')")
    expect(desk.page).to_have_url(f"{PLACE}/#done")
    assert [act for _, _, act in desk.posted] == ["yield", "yield"]


# --- Copies ---------------------------------------------------------------------------------------


def test_a_copy_goes_back_with_its_version_and_what_was_sent_of_it(empty):
    desk = Desk(empty).start(started=False)
    desk.will_answer(saved(5), saved(6))
    desk.page.evaluate(
        """async () => {
             await saver.begin(Promise.resolve());
             const sent = [["item1-version", "4"], ["item1-topic", "এক"]];
             saver.restore(form, { topic: "এক দুই", version: "4", sent });
           }"""
    )
    desk.says("সংরক্ষিত at 6")
    assert desk.posted == [("4", "এক", None), ("5", "এক দুই", None)]


def in_copies(page, script):
    return page.evaluate(f'async () => {{ const copies = await import("/copies.js"); {script} }}')


def test_copies_are_found_by_how_their_keys_begin(empty):
    found = in_copies(
        empty,
        """copies.put("minutes:7:/a/", { n: 1 }); copies.put("minutes:7:/b/", { n: 2 });
           copies.put("minutes:70:/a/", { n: 3 });
           return (await copies.all("minutes:7:")).map(([key, { n }]) => [key, n]).sort();""",
    )
    assert found == [["minutes:7:/a/", 1], ["minutes:7:/b/", 2]]


@pytest.mark.parametrize("lost", ["localStorage.clear()", "indexedDB.deleteDatabase('minutes')"])
def test_either_store_of_the_browser_has_a_copy_alone(empty, lost):
    in_copies(
        empty, 'copies.put("a", { n: 1 }); await new Promise((done) => setTimeout(done, 100));'
    )
    empty.evaluate(f"void {lost}")
    empty.reload()
    assert in_copies(empty, 'return (await copies.all("a")).map(([, { n }]) => n);') == [1]


def test_a_dropped_copy_does_not_come_back_from_the_store_that_is_slower(empty):
    left = in_copies(
        empty,
        """copies.put("a", { n: 1 });
           const old = localStorage.getItem("a");
           await new Promise((done) => setTimeout(done, 20));
           copies.drop("a");
           localStorage.setItem("a", old);
           await new Promise((done) => setTimeout(done, 100));
           return copies.all("a");""",
    )
    assert left == []


def test_a_full_store_does_not_stand_in_the_way_of_the_other(empty):
    left = in_copies(
        empty,
        """Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
           copies.put("a", { n: 1 });
           await new Promise((done) => setTimeout(done, 100));
           return (await copies.all("a")).map(([, { n }]) => n);""",
    )
    assert left == [1]


# --- Forms and rows -------------------------------------------------------------------------------


def test_an_answer_fills_what_nobody_typed_on_and_leaves_the_field_in_focus(empty):
    told = empty.evaluate(
        """async () => {
             const { take, versionOf } = await import("/form.js");
             document.body.innerHTML = `<form><input name="version" data-part="version" value="1">
               <input name="a" value="old"><input name="b" value="typed on"><input name="c" value="old"></form>`;
             const [form] = document.forms;
             form.c.focus();
             const sent = [["a", "old"], ["b", "old"], ["c", "old"]];
             take(form, { version: 2, fields: { a: "new", b: "new", c: "new", d: "new" } }, sent);
             return [...form].map((field) => field.value);
           }"""
    )
    assert told == ["2", "new", "typed on", "old"]


ROWS = """async (then) => {
  const row = await import("/row.js");
  const form = document.querySelector("[data-rows] [data-row]");
  return eval(then)(row, form);
}"""


def test_a_row_is_read_as_it_was_put(empty):
    held = {
        "texts": {"topic": "বিষয়"},
        "decisions": [
            {"number": 1, "texts": {"id": "11", "text": "এক"}},
            {"number": 3, "texts": {"id": "", "text": "দুই"}},
        ],
    }
    then = f"""(row, form) => {{ row.putRow(form, {json.dumps(held)});
      return [row.rowOf(form), form.innerText, [...new FormData(form).keys()]]; }}"""
    told, shown, names = empty.evaluate(ROWS, then)
    assert told == held
    assert "সিদ্ধান্ত (ক)" in shown
    assert "সিদ্ধান্ত (খ)" in shown
    assert names[2:] == [
        "item1-topic",
        "item1-d1-id",
        "item1-d1-text",
        "item1-d3-id",
        "item1-d3-text",
    ]


def test_a_decision_is_added_behind_the_last_with_a_number_of_its_own(empty):
    then = """(row, form) => { row.addDecision(form); row.addDecision(form);
      row.decisionsOf(form)[1].remove(); row.addDecision(form);
      return row.rowOf(form).decisions.map(({ number }) => number); }"""
    assert empty.evaluate(ROWS, then) == [0, 2, 3]


def test_a_row_put_anew_is_none_of_the_stored_ones(empty):
    then = """(row) => row.asNew({ texts: { topic: "ক" }, decisions: [{ number: 0, texts: { id: "5", text: "খ" } }] })"""
    assert empty.evaluate(ROWS, then)["decisions"] == [
        {"number": 0, "texts": {"id": "", "text": "খ"}}
    ]


def test_a_row_renamed_keeps_its_elements(empty):
    told = empty.evaluate(
        """async () => {
             const { rename } = await import("/blank.js");
             const form = document.querySelector("[data-rows] [data-row]");
             const field = form.querySelector("[data-part=topic]");
             rename(form, "item77");
             return [form.id, field.name, field.id, field === form.elements.namedItem("item77-topic")];
           }"""
    )
    assert told == ["item77", "item77-topic", "id_item77-topic", True]


def test_arrows_go_round_a_list_of_choices(empty):
    told = empty.evaluate(
        """async () => {
             const { Options } = await import("/options.js");
             const area = document.querySelector("[data-rows] textarea");
             const options = new Options("list", "বাছাই", () => {});
             options.open(area, ["a", "b", "c"].map((id) => `<li role="option" id="${id}"></li>`).join(""));
             const steps = ["previous", "next", "next", "previous", "previous"];
             const seen = steps.map((step) => (options[step](), area.getAttribute("aria-activedescendant")));
             options.close();
             return [seen, area.hasAttribute("aria-activedescendant"), options.open(area, "")];
           }"""
    )
    assert told == [["c", "a", "b", "a", "c"], False, False]


def test_numbers_are_shown_in_bengali_digits(empty):
    assert empty.evaluate('import("/digits.js").then(({ bengali }) => bengali(1203))') == "১২০৩"
