"""Notes written, changed and deleted where they are read, in a real browser with a real server; what the files hold, to the byte."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from reading import ARGUMENTS, CHROMIUM, until
from served import ROOT, Serving

ARTICLE = (
    "The harbour 𝒜 was built in 1805. The pier came later, and the harbour was rebuilt.\n\n"
    "A second paragraph tells of the harbour, as the first one does: 北方領土の日は二月七日です。\n\n"
    "- one item of a list\n- another item of it\n\n| place | year |\n|---|---|\n| the quay | 1901 |\n\n"
    "הסכם השלום נחתם בשנת 1951 בעיר.\n\nThe last words are these.\n"
)
NOTES = (
    '\ufeff# Notes\r\n\r\n## Built {#built .claim  verdict=supported who="The Desk"}\r\n\r\n> The harbour 𝒜 was built in 1805\r\n\r\n'
    "It was, see [[Harbour]].  \r\n\r\n## Later {#later}\r\n\r\n> pier came\r\n\r\nText of it."
)
SLUGS = (
    "add",
    "small",
    "select",
    "offer",
    "change",
    "delete",
    "conflict",
    "keys",
    "near",
    "changed",
    "lost",
    "kept",
    "look",
)
FILES = {
    "content/site.toml": 'title = "Test"\nbase_url = "https://example.org/"\nlanguage = "en"\neditor = "vscode"\n[social]\ncards = false\n',
    "content/glossary/harbour.md": "---\nterm: Harbour\nshort: A place for ships.\n---\n\nIt has walls.\n",
    "content/glossary/harbour-master.md": "---\nterm: Harbour master\nshort: Who rules it.\n---\n\nA person.\n",
    "content/sources/all.bib": "@book{port, title={Of Ports}, author={Penn, Ada}, year={1990}}\n",
}


@dataclass
class Desk:
    """A briefing on disk, and its page in a browser."""

    serving: Serving
    page: Page
    slug: str
    said: list[str]
    """What the console was told."""

    @property
    def notes(self) -> str:
        """What the file of notes holds, with its line ends."""
        return self.file.read_bytes().decode()

    @property
    def file(self) -> Path:
        """The file of notes."""
        return self.serving.root / f"content/briefings/{self.slug}/annotations.md"

    @property
    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.page.locator("#glossator-editor dialog")

    @property
    def status(self) -> Locator:
        """What was said last."""
        return self.page.locator("#glossator-editor .status")

    def select(self, words: str) -> None:
        """Select words of the article, wherever its text nodes are cut."""
        found = self.page.evaluate(SELECT, words)
        assert found == words

    def annotate(self, words: str) -> None:
        """Select words and open the form."""
        self.select(words)
        self.page.locator("#glossator-editor .bar .main").click()
        expect(self.dialog.locator("#title")).to_be_focused()

    def accessible(self) -> bool:
        """Tell whether axe finds nothing; what it does to the page itself is not counted."""
        before = len(self.said)
        found = Axe().run(self.page, context="#glossator-editor").response["violations"]
        self.page.evaluate("new Promise(done => requestAnimationFrame(done))")
        del self.said[before:]
        assert found == []
        return True

    def kept(self) -> bool:
        """Tell whether the page was never loaded anew."""
        return bool(self.page.evaluate("window.marked === true"))


SELECT = r"""words => {
  const nodes = [], leaf = document.querySelector('.leaf'), walker = document.createTreeWalker(leaf, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('[data-ours], .pop')) nodes.push(walker.currentNode);
  const text = nodes.map(n => n.data).join(''), at = text.indexOf(words), range = document.createRange();
  if (at < 0) return text;
  let count = 0;
  for (const n of nodes) {
    if (at >= count && at < count + n.length) range.setStart(n, at - count);
    if (at + words.length > count && at + words.length <= count + n.length) range.setEnd(n, at + words.length - count);
    count += n.length;
  }
  range.startContainer.parentElement.scrollIntoView({ block: 'center', behavior: 'instant' });
  getSelection().removeAllRanges(); getSelection().addRange(range);
  return text.slice(at, at + words.length);
}"""


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Serve a project with a briefing for each test."""
    made = Serving(tmp_path_factory.mktemp("edit"))
    made.write(FILES)
    for slug in SLUGS:
        folder = f"content/briefings/{slug}"
        made.write(
            {
                f"{folder}/briefing.md": f"---\ntitle: {slug}\nsummary: S.\ndate: 2026-01-01\n---\n\nOurs.\n",
                f"{folder}/article.md": ARTICLE,
            }
        )
        (made.root / folder / "annotations.md").write_bytes(NOTES.encode())
    made.start(0, "--edit")
    yield made
    assert made.stop() == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


Opener = Callable[..., Desk]


@pytest.fixture
def open_desk(browser: Browser, serving: Serving) -> Iterator[Opener]:
    """Give a way to open a briefing, which is marked so that a reload shows, and must say nothing to the console."""
    said: list[str] = []
    contexts = []

    def opened(slug: str, width: int = 1440, scheme: str = "light") -> Desk:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{serving.url}briefings/{slug}.html")
        until(page, "'ready' in document.documentElement.dataset && !!document.getElementById('glossator-panel')")
        page.evaluate("window.marked = true")
        return Desk(serving, page, slug, said)

    yield opened
    for context in contexts:
        context.close()
    assert [text for text in said if not text.startswith("Failed to load resource")] == []


ADDED = "\r\n\r\n## The pier, later {#the-pier-later .claim verdict=contested}\r\n\r\n> pier came ==later, and the harbour== was rebuilt\r\n\r\nSee *[[Harbour]]*.\r\n"


@pytest.mark.parametrize(("slug", "width"), [("add", 1440), ("small", 390)])
def test_a_selection_becomes_a_note(open_desk: Opener, slug: str, width: int) -> None:
    """Select, choose, write, save: the file has the note and every byte it had; the page shows it without a reload."""
    desk = open_desk(slug, width)
    desk.annotate("later, and the harbour")
    dialog = desk.dialog
    dialog.get_by_label("Title").fill("The pier, later")
    dialog.get_by_label("Kind").select_option("claim")
    dialog.get_by_label("Verdict").select_option("contested")
    dialog.get_by_label("Text", exact=True).fill("See *[[Harbour]]*.")
    expect(dialog.locator(".shown em a")).to_have_text("Harbour")
    expect(dialog.locator(".title")).to_have_text("The pier, later")
    shown = dialog.locator(".shown").inner_html()
    with desk.page.expect_popup() as beside:
        dialog.locator(".shown em a").click()
    expect(beside.value.get_by_role("heading", name="Harbour", exact=True)).to_be_visible()
    beside.value.close()
    desk.page.bring_to_front()
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.page.keyboard.press("Control+Enter")

    expect(desk.page.locator("#note-the-pier-later")).to_have_count(1)
    assert desk.notes.startswith(NOTES)
    assert desk.notes.removeprefix(NOTES) == ADDED.replace("> pier came", "> in 1805. The pier came")
    expect(desk.status).to_have_text(f"Saved in content/briefings/{slug}/annotations.md.")
    assert shown.strip() in desk.page.locator("#note-the-pier-later .note-body").inner_html()
    expect(desk.page.locator("a.ref[href='#note-the-pier-later']")).to_be_focused()
    assert (
        desk.page.locator("#mark-the-pier-later, .m[data-note=the-pier-later]")
        .first.inner_text()
        .startswith("later, and the harbour"[:5])
    )
    assert desk.kept()


SELECTIONS = [
    ("1805. The pier", "> harbour 𝒜 was built in ==1805. The pier== came later, and the harbour"),
    ("was built in 1805. The pier came", "> was built in 1805. The pier came"),
    ("rebuilt.\n\nA second paragraph tells", "> rebuilt.\n>\n> A second paragraph tells"),
    ("領土の日", "> first one does: 北方==領土の日==は二月七日"),
    ("item of a list\n\nanother", "> one ==item of a list\n>\n> another== item of it"),
    ("quay", "> the ==quay=="),
    ("השלום נחתם", "> הסכם ==השלום נחתם== בשנת 1951 בעיר"),
    ("these", "> The last words are ==these=="),
]


def test_selections_anywhere_are_quoted_where_they_stand(open_desk: Opener) -> None:
    """Over marks, across paragraphs, in lists and tables, in scripts from right to left and beyond the BMP: the file would have a quote for it."""
    desk = open_desk("select")
    for words, quote in SELECTIONS:
        desk.annotate(words)
        desk.dialog.get_by_label("Title").fill("T")
        file = desk.dialog.get_by_label("As it will stand in the file")
        until(
            desk.page,
            "document.getElementById('glossator-editor').shadowRoot.querySelector('dialog pre').textContent.startsWith('## T {#t}')",
        )
        text = file.text_content() or ""
        assert quote in text
        assert desk.dialog.get_by_role("alert").inner_text() == ""
        desk.page.keyboard.press("Escape")
        desk.page.keyboard.press("Escape")
        expect(desk.dialog).to_be_hidden()
    assert desk.notes == NOTES
    desk.page.evaluate("getSelection().selectAllChildren(document.querySelector('.note-body'))")
    expect(desk.page.locator("#glossator-editor .bar")).to_be_hidden()


def test_names_and_keys_are_completed(open_desk: Opener) -> None:
    """`[[` and `[@` offer what there is; arrows, Enter, Tab and Escape work as in any list; a composition is never cut off."""
    desk = open_desk("offer")
    desk.annotate("The pier")
    body, options = desk.dialog.get_by_label("Text", exact=True), desk.dialog.locator("#offers li")
    body.focus()
    desk.page.keyboard.type("See [[har")
    expect(options).to_have_count(2)
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert body.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    desk.page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    desk.page.keyboard.press("Enter")
    expect(body).to_have_value("See [[Harbour master]]")
    expect(options).to_have_count(0)
    desk.page.keyboard.type("]]")
    expect(body).to_have_value("See [[Harbour master]]")
    desk.page.keyboard.type(" [see @po")
    expect(options).to_have_count(1)
    desk.page.keyboard.press("Tab")
    expect(body).to_have_value("See [[Harbour master]] [see @port]")
    desk.page.keyboard.type(", p. 3")
    expect(body).to_have_value("See [[Harbour master]] [see @port, p. 3]")
    desk.page.keyboard.type("] [x]]")
    expect(body).to_have_value("See [[Harbour master]] [see @port, p. 3] [x]]")
    desk.page.keyboard.type(" [[#la")
    expect(options).to_have_count(1)
    desk.page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(desk.dialog).to_be_visible()
    expect(body).to_be_focused()
    input_method = desk.page.context.new_cdp_session(desk.page)
    body.fill("")
    desk.page.keyboard.type("[[")
    expect(options.first).to_be_visible()
    input_method.send("Input.imeSetComposition", {"text": "は", "selectionStart": 1, "selectionEnd": 1})
    desk.page.keyboard.press("Enter")
    assert body.input_value().startswith("[[は")
    assert desk.accessible()


def test_a_note_is_changed_in_place(open_desk: Opener) -> None:
    """Of a note that is changed only what is another now is written; everything else of the file stays, line ends too."""
    desk = open_desk("change")
    desk.page.locator("#note-built a.lemma").click()
    desk.page.locator("#note-built").get_by_role("button", name="Edit: Built").click()
    body = desk.dialog.get_by_label("Text", exact=True)
    expect(body).to_be_focused()
    expect(desk.dialog.get_by_label("Said by")).to_have_value("The Desk")
    expect(desk.dialog.get_by_role("link", name="Open in the editor")).to_have_attribute(
        "href", f"vscode://file{desk.file}:3:1"
    )
    body.fill("It was.\n\nAnd more.")
    desk.dialog.get_by_label("Verdict").select_option("imprecise")
    desk.dialog.get_by_role("button", name="Save").click()

    expect(desk.page.locator("#note-built")).to_contain_text("And more.")
    expect(desk.page.locator("#note-built")).to_contain_text("Imprecise")
    assert desk.notes == NOTES.replace("verdict=supported", "verdict=imprecise").replace(
        "It was, see [[Harbour]].", "It was.\r\n\r\nAnd more."
    )
    expect(desk.page.locator("#note-built .note-edit")).to_have_count(1)
    assert desk.kept()


def test_a_note_is_deleted_and_brought_back(open_desk: Opener) -> None:
    """A deleted note is gone from file and page; undo brings both back to the byte."""
    desk = open_desk("delete")
    desk.page.locator("#note-later a.lemma").click()
    desk.page.get_by_role("button", name="Delete: Later").click()
    expect(desk.dialog.get_by_role("button", name="Cancel")).to_be_focused()
    expect(desk.dialog).to_contain_text("> pier came")
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("button", name="Delete: Later")).to_be_focused()
    assert desk.notes == NOTES
    desk.page.keyboard.press("Enter")
    desk.dialog.get_by_role("button", name="Delete").click()

    expect(desk.page.locator("#note-later")).to_have_count(0)
    assert desk.notes == NOTES[: NOTES.index("\r\n## Later")]
    desk.page.get_by_role("button", name="Undo").click()
    expect(desk.page.locator("#note-later")).to_have_count(1)
    assert desk.notes == NOTES
    assert desk.kept()

    desk.page.get_by_role("button", name="Delete: Later").click()
    desk.dialog.get_by_role("button", name="Delete").click()
    expect(desk.page.locator("#note-later")).to_have_count(0)
    desk.page.goto(f"{desk.serving.url}glossary/harbour.html")  # a step that was made elsewhere is asked about first
    desk.page.get_by_role("button", name="Undo").click()
    expect(desk.dialog).to_contain_text("Note “Later” deleted.")
    assert desk.accessible()
    desk.page.keyboard.press("Escape")
    assert desk.notes != NOTES
    desk.page.get_by_role("button", name="Undo").click()
    desk.dialog.get_by_role("button", name="Undo it").click()
    expect(desk.status).to_have_text("Undone: note “Later” deleted.")
    assert desk.notes == NOTES


def test_a_conflict_shows_both_texts(open_desk: Opener) -> None:
    """If the file was changed meanwhile nothing is written; both texts are there, one's own is kept and can be saved then."""
    desk = open_desk("conflict")
    desk.page.locator("#note-later a.lemma").click()
    desk.page.keyboard.press("e")
    desk.dialog.get_by_label("Text", exact=True).fill("My own words.")
    other = NOTES.replace("Text of it.", "Words of another program.")
    desk.file.write_bytes(other.encode())
    expect(desk.page.locator("#note-later")).to_contain_text("Words of another program.")
    desk.page.keyboard.press("Control+Enter")

    expect(desk.dialog.get_by_role("heading", name="The file was changed meanwhile")).to_be_visible()
    expect(desk.dialog.get_by_label("Now in content/briefings/conflict/annotations.md")).to_have_value(
        "## Later {#later}\n\n> pier came\n\nWords of another program."
    )
    expect(desk.dialog.get_by_label("Yours")).to_have_value("## Later {#later}\n\n> pier came\n\nMy own words.")
    assert desk.accessible()
    assert desk.notes == other
    desk.page.keyboard.press("Escape")
    expect(desk.dialog.get_by_label("Text", exact=True)).to_have_value("My own words.")
    desk.page.keyboard.press("Control+Enter")
    desk.dialog.get_by_role("button", name="Save mine all the same").click()
    expect(desk.page.locator("#note-later")).to_contain_text("My own words.")
    assert desk.notes == NOTES.replace("Text of it.", "My own words.")

    desk.file.write_bytes(other.encode())
    desk.page.get_by_role("button", name="Undo").click()
    expect(desk.dialog.get_by_role("heading", name="Undo would lose")).to_be_visible()
    desk.dialog.get_by_role("button", name="Close").click()
    desk.page.get_by_role("button", name="Undo").click()
    desk.dialog.get_by_role("button", name="Forget the steps in this file").click()
    expect(desk.status).to_have_text("Steps in other files can be undone.")
    assert desk.notes == other


def test_all_works_by_keyboard(open_desk: Opener) -> None:
    """A key opens the form for the paragraph in sight; words are chosen with Shift and arrows; Escape asks before it throws away."""
    desk = open_desk("keys")
    press = desk.page.keyboard.press
    press("a")
    picker = desk.dialog.get_by_label("Passage")
    expect(picker).to_be_focused()
    expect(picker).to_have_value("The harbour 𝒜 was built in 1805. The pier came later, and the harbour was rebuilt.")
    for _ in range(14):
        press("ArrowRight")
    for _ in range(9):
        press("Shift+ArrowRight")
    expect(desk.dialog.locator(".words")).to_have_text("was built")
    press("Tab")
    expect(desk.dialog.get_by_role("button", name="On the whole article")).to_be_focused()
    press("Tab")
    expect(desk.dialog.get_by_label("Kind")).to_be_focused()
    press("Tab")
    desk.page.keyboard.type("By keys")
    press("Escape")
    expect(desk.dialog.get_by_role("alert")).to_contain_text("once more")
    desk.page.keyboard.type(" alone")
    press("Control+Enter")

    expect(desk.page.locator("#note-by-keys-alone")).to_have_count(1)
    assert (
        desk.notes
        == NOTES
        + "\r\n\r\n## By keys alone {#by-keys-alone}\r\n\r\n> The harbour 𝒜 ==was built== in 1805. The pier came\r\n"
    )
    expect(desk.page.locator("a.ref[href='#note-by-keys-alone']")).to_be_focused()
    press("e")
    expect(desk.dialog.get_by_role("heading", name="Edit note")).to_be_visible()
    press("Escape")
    expect(desk.dialog).to_be_hidden()
    expect(desk.page.locator("a.ref[href='#note-by-keys-alone']")).to_be_focused()
    press("?")
    expect(desk.page.locator("#keys")).to_contain_text("write a note on the selected words")
    press("Escape")
    desk.page.evaluate("localStorage.setItem('keys', 'off')")
    press("e")
    expect(desk.dialog).to_be_hidden()


def test_an_approximate_passage_is_accepted(open_desk: Opener) -> None:
    """A quote that is only near to the article becomes the article's words, after both were shown."""
    desk = open_desk("near")
    near = NOTES.replace(
        "> The harbour 𝒜 was built in 1805", "> The harbour 𝒜 were builded in 1805. The pier came later"
    )
    desk.file.write_bytes(near.encode())
    button = desk.page.get_by_role("button", name="Accept passage: Built")
    expect(button).to_have_count(1)
    desk.page.locator("#note-built a.lemma").click()
    button.click()
    expect(desk.dialog).to_contain_text("were builded")
    desk.dialog.get_by_role("button", name="Keep the quote").click()
    expect(desk.status).to_have_text("Accepted in anchors.lock.")
    assert "built" in desk.file.with_name("anchors.lock").read_text()
    assert desk.notes == near
    desk.page.get_by_role("button", name="Undo").click()
    expect(desk.status).to_contain_text("Undone")
    assert not desk.file.with_name("anchors.lock").exists()
    expect(button).to_have_count(1)
    desk.page.locator("#note-built a.lemma").click()
    button.click()
    desk.dialog.get_by_role("button", name="Quote these words").click()

    expect(desk.page.locator("#note-built .approx-why")).to_have_count(0)
    assert desk.notes == near.replace("were builded", "was built")


def test_a_changed_passage_is_accepted(open_desk: Opener) -> None:
    """Where the article was changed under an accepted quote, the note says what stood there, and the new words can be quoted."""
    desk = open_desk("changed")
    accepted = subprocess.run(
        [sys.executable, "-m", "glossator", "anchors", "changed", "--accept"],
        cwd=desk.serving.root,
        env={"PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    article = desk.file.with_name("article.md")
    article.write_text(ARTICLE.replace("built in 1805", "raised in 1806"))
    button = desk.page.get_by_role("button", name="Accept passage: Built")
    expect(button).to_have_count(1)
    desk.page.locator("#note-built a.lemma").click()
    button.click()
    expect(desk.dialog.locator("blockquote")).to_have_text(
        ["The harbour 𝒜 was built in 1805", "The harbour 𝒜 was raised in 1806"]
    )
    expect(desk.dialog.locator(".main")).to_have_text("Quote these words")
    desk.dialog.get_by_role("button", name="Quote these words").click()
    expect(button).to_have_count(0)
    assert desk.notes == NOTES.replace("The harbour 𝒜 was built in 1805", "The harbour 𝒜 was raised in 1806")


def test_a_lost_note_gets_another_passage(open_desk: Opener) -> None:
    """A note whose passage is gone is given another one by selecting it."""
    desk = open_desk("lost")
    lost = NOTES.replace("> pier came", "> nothing of the kind at all")
    desk.file.write_bytes(lost.encode())
    button = desk.page.get_by_role("button", name="Choose passage: Later")
    expect(button).to_have_count(1)
    button.click()
    expect(desk.status).to_contain_text("Select the passage")
    desk.select("another item of it")
    desk.page.get_by_role("button", name="Quote this for “Later”").click()

    expect(desk.page.locator("#mark-later")).to_have_count(1)
    assert desk.notes == lost.replace("nothing of the kind at all", "another item of it")


def test_a_text_outlives_a_reload_and_a_concept_is_begun(open_desk: Opener) -> None:
    """What was not saved is offered again after a reload; selected words become a concept, and undo takes it away."""
    desk = open_desk("kept")
    desk.annotate("The last words")
    desk.dialog.get_by_label("Title").fill("Not saved")
    desk.page.reload()
    desk.page.get_by_role("button", name="Go on writing").click()
    expect(desk.dialog.get_by_label("Title")).to_have_value("Not saved")
    expect(desk.dialog.locator(".words")).to_have_text("The last words")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Escape")

    desk.select("quay")
    desk.page.get_by_role("button", name="New concept").click()
    expect(desk.dialog.get_by_label("Term")).to_have_value("quay")
    desk.page.keyboard.press("Enter")
    expect(desk.status).to_contain_text("Written: content/glossary/quay.md.")
    file = desk.serving.root / "content/glossary/quay.md"
    assert file.read_text().startswith('---\nterm: "quay"\nkind: concept\n')
    expect(desk.page.locator(".leaf a[href='../glossary/quay.html']")).to_have_count(1)
    desk.page.get_by_role("button", name="Undo").click()
    expect(desk.page.locator(".leaf a[href='../glossary/quay.html']")).to_have_count(0)
    assert not file.exists()

    desk.page.evaluate("getSelection().removeAllRanges()")
    desk.page.keyboard.press("a")
    desk.dialog.get_by_role("button", name="On the whole article").click()
    desk.dialog.get_by_label("Title").fill("On all of it")
    desk.dialog.get_by_label("Text", exact=True).fill("See [[Breakwater]].")
    desk.page.keyboard.press("Control+Enter")
    expect(desk.dialog.get_by_role("alert")).to_contain_text("Save once more to write it all the same.")
    assert desk.notes == NOTES
    desk.dialog.get_by_role("button", name="Begin the concept “Breakwater”").click()
    expect(desk.dialog.locator(".shown a")).to_have_text("Breakwater")
    desk.page.keyboard.press("Control+Enter")
    expect(desk.page.locator("#note-on-all-of-it")).to_have_count(1)
    assert desk.notes == NOTES + "\r\n\r\n## On all of it {#on-all-of-it}\r\n\r\nSee [[Breakwater]].\r\n"


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_form_can_be_read_and_used_by_all(open_desk: Opener, width: int, scheme: str) -> None:
    """The form and what stands beside the page have labels, contrast and room, wide and narrow, light and dark."""
    desk = open_desk("look", width, scheme)
    desk.select("The pier")
    expect(desk.page.locator("#glossator-editor .bar")).to_be_visible()
    assert desk.accessible()
    desk.page.locator("#glossator-editor .bar .main").click()
    desk.dialog.get_by_label("Text", exact=True).fill("See [[Nobody]] and [[Harbour]].")
    expect(desk.dialog.get_by_label("Faults").locator("li")).to_have_count(2)
    assert desk.accessible()
    box = desk.dialog.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
