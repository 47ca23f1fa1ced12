"""Notes written into files: what is asked for and nothing else, to the byte; quotes that are found just where they were taken."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from glossator.editing.editor import Editor
from glossator.editing.files import LARGEST, Conflict, Files, Refused, _write
from glossator.editing.notes import Draft, Notebook, Plan, note_file, open_notebook
from glossator.editing.steps import STEPS, hash_of
from glossator.engine.store import open_state
from glossator.model.anchor import Anchor
from glossator.model.project import Settings
from glossator.model.text import Span
from glossator.pipeline import Project, Workshop
from glossator.read.spelling import attribute, heading, respelled
from glossator.read.splice import gap_before, spliced
from glossator.resolve.anchor_text import Haystack
from glossator.resolve.anchoring import find
from glossator.resolve.quoting import Unquotable, quote_passage, read_quote, trimmed

BRIEFING = "---\ntitle: One\n---\n\nText.\n"
ARTICLE = (
    "The treaty of 1951 was signed. The treaty was not signed by all, and 𝒜 said so: “北方領土の日は二月七日です。” and more.\n\n"
    "- one item\n- two items of the treaty\n\n| a | b |\n|---|---|\n| the treaty | of 1956 |\n\n"
    "הסכם השלום נחתם בשנת 1951 by *all* of them; a \\== b and \\[…] too, x > y, `code &amp; <b>` here.\n\n"
    "Again the treaty of 1951 was signed. Again.\n\n" + "A long passage goes on and on, by number {}. " * 12 + "\n"
)


class Desk:
    """A briefing on disk, and its notebook."""

    def __init__(self, root: Path, raw: bytes, article: str = ARTICLE) -> None:
        self.files = Files(root, "content", root / ".glossator/undo")
        self.folder = root / "content/briefings/one"
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "briefing.md").write_text(BRIEFING)
        (self.folder / "article.md").write_text(article)
        (self.folder / "annotations.md").write_bytes(raw)

    def open(self) -> Notebook:
        """Read what stands there now."""
        return open_notebook(self.files, "one", Settings())

    def put(self, plan: Plan) -> Notebook:
        """Write a plan, and read it."""
        self.files.write(plan.path, plan.raw, plan.seen, "written")
        return self.open()


@pytest.fixture
def desk(tmp_path: Path) -> Callable[[str | bytes], Desk]:
    """Give a briefing with such notes."""

    def opened(notes: str | bytes) -> Desk:
        return Desk(tmp_path, notes if isinstance(notes, bytes) else notes.encode())

    return opened


def text_of(notebook: Notebook) -> str:
    """Give the article."""
    assert notebook.haystack is not None
    return notebook.haystack.text


def draft(**other: str) -> Draft:
    """Give a draft."""
    attributes = {key: value for key, value in other.items() if key not in ("title", "kind", "body")}
    return Draft(other.get("title", "New"), other.get("kind", "context"), attributes, other.get("body", "Text."))


# Quotes.

PASSAGES = [
    "treaty", "The treaty", "treaty of 1951 was signed", "𝒜", "said so: “北方領土", "方領", "北方領土の日は二月七日です。", "one item\n\ntwo items",
    "a\n\nb\n\nthe treaty", "הסכם השלום נחתם", "השלום", "a \\== b", "and […]", "x > y", "> y", "code &amp; <b>", "&amp;", "here.\n\nAgain",
    "reat", "1951", "gned. Ag", "1951 by all", "more.\n\none", "of 1956\n\nהסכם",
]  # fmt: skip


@pytest.mark.parametrize("words", PASSAGES)
def test_passages_are_quoted_so_that_they_are_found_there(desk: Callable[[str], Desk], words: str) -> None:
    """Each place of some words, in prose, lists, tables, other scripts, beyond the BMP, has a quote that finds it, or a reason."""
    notebook = desk("").open()
    text = text_of(notebook)
    at = text.find(words)
    assert at >= 0
    while at >= 0:
        plan = notebook.added(draft(), Span(at, at + len(words)))
        assert plan.note is not None
        found = [each.found for each in notebook.standing(plan.note)]
        assert [each.span for each in found if isinstance(each, Anchor)] == [Span(at, at + len(words))]
        at = text.find(words, at + 1)


QUOTED = [
    (
        "treaty of 1956 alone stands here once, and so it is quoted whole.",
        "alone stands here once, and so it",
        "> alone stands here once, and so it",
    ),
    ("One two three four five six seven eight.", "four", "> One two three ==four== five six seven eight"),
    ("Say == this here.", "== this", "> Say ==&#61;&#61; this== here"),
    ("First line here.\n\nSecond line there.", "here.\n\nSecond", "> First line ==here.\n>\n> Second== line there"),
]


@pytest.mark.parametrize(("text", "words", "lines"), QUOTED)
def test_quotes_are_as_an_editor_writes_them(text: str, words: str, lines: str) -> None:
    """Words that say enough stand alone; few words are marked among those around them; paragraphs stay paragraphs."""
    at = text.index(words)
    found = quote_passage(Haystack(text), Span(at, at + len(words)))
    assert found == lines


def test_long_passages_are_quoted_by_their_ends() -> None:
    """Of a passage of many lines the first and the last words are given."""
    text = " ".join(f"Sentence {n} says that harbour {n} was built." for n in range(30))
    found = quote_passage(Haystack(text), Span(text.index("Sentence 2 "), text.index(" Sentence 25")))
    assert found == "> Sentence 2 says that harbour 2 was built […] Sentence 24 says that harbour 24 was built."


def test_one_endless_word_is_quoted_whole() -> None:
    """A long passage without a second word has no two ends."""
    assert quote_passage(Haystack(f"a {'x' * 500} b"), Span(2, 502)) == "> " + "x" * 500


@pytest.mark.parametrize(("text", "start", "end"), [("a, b", 1, 2), ("a b. " * 400, 1000, 1001), ("x \ue000 y", 0, 5)])
def test_passages_that_cannot_be_quoted_have_a_reason(text: str, start: int, end: int) -> None:
    """A mark alone, words that nothing tells apart, a reserved character: no quote, but why."""
    found = quote_passage(Haystack(text), Span(start, end))
    assert isinstance(found, Unquotable)
    assert found.reason


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("ab 1.,=>[…]*_`&<\\~|\n領土é𝒜'\"!-"), max_size=60), st.data())
def test_quotes_always_find_their_passage(text: str, data: st.DataObject) -> None:
    """Whatever the article has, a quote that is given is found at just its passage."""
    text = text.strip() or "a"
    start = data.draw(st.integers(0, len(text) - 1))
    span = trimmed(text, Span(start, data.draw(st.integers(start + 1, len(text)))))
    haystack = Haystack(text)
    lines = quote_passage(haystack, span)
    if not isinstance(lines, Unquotable):
        selector = read_quote(lines)
        assert selector is not None
        found = find(haystack, selector)
        assert isinstance(found, Anchor)
        assert found.span == span
        assert all(line.startswith(">") for line in lines.split("\n"))


# Any file, any step.

LINE_ENDS = ("\n", "\r\n", "\r")
PIECES = st.tuples(
    st.sampled_from(["## A title {#ID}", "## Title ID {.claim verdict=supported #ID}", "## Bare title ID", "## Closed ID ##", "##\tTabbed ID  {#ID  .claim   who='A \"B\"'} "]),
    st.sampled_from(["", "\n> treaty of 1951 was signed. Again\n", "\n> Again the ==treaty== of\n>\n> no\n\n> one item\n", "> two items\n"]),
    st.sampled_from(["", "\nBody  \n\twith tab\n", "\n```\n## in code\n```\n", "\n> [!note] Callout\n\n\n", "\nSee [^ID].\n\n[^ID]: A foot.\n  ", "\n<!-- ## no -->\n* a\n* b\n"]),
)  # fmt: skip
BODIES = st.one_of(
    st.sampled_from(["", "Text.", "> quote\n\nand more", "> [!note] Callout\n> text", "## heading", "```\nopen", "<!-- open", "[^1]\n\n[^1]: foot", "    code", "a\r\nb", "### small\n\n| a |\n|---|\n", "<div>", "x\n==="]),
    st.text(st.sampled_from("ab \n#>`=-[]^:{}*\\<!@|"), max_size=40),
)  # fmt: skip
TITLES = st.one_of(
    st.sampled_from(
        ["Title", "With {braces}", "C #", "`code`", "[words]{lang=ja}", "* star", "北方領土", "A = B", "#"]
    ),
    st.text(st.sampled_from("ab #{}=.'\"[]*`\\"), max_size=12),
)
VALUES = st.dictionaries(
    st.sampled_from(["who", "when", "verdict", "label"]),
    st.sampled_from(["x", "two words", "a=b", "it's", '"so"', "1951", "supported", "{x}", "“curly”"]),
    max_size=3,
)


def build(
    pieces: list[tuple[str, str, str]], head: str, line_end: str, *, bom: bool, last: bool
) -> tuple[list[bytes], bytes]:
    """Give the parts of a file, what stands before the notes first, and the file."""
    parts = [
        head,
        *("\n".join(part for part in piece if part).replace("ID", f"n{n}") + "\n" for n, piece in enumerate(pieces)),
    ]
    if last:
        parts[-1] = parts[-1].rstrip("\n")
    raw = [part.replace("\n", line_end).encode() for part in parts]
    raw[0] = b"\xef\xbb\xbf" * bom + raw[0]
    return raw, b"".join(raw)


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Notebook:
    """Give a briefing without notes."""
    return Desk(tmp_path_factory.mktemp("editing"), b"").open()


def with_notes(notebook: Notebook, raw: bytes) -> Notebook:
    """Give a briefing with other notes."""
    file = note_file(notebook.files[0].path, raw, notebook.settings)
    return replace(notebook, files=(file,), ids=frozenset(note.annotation.id for note in file.notes))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(PIECES, max_size=4), st.sampled_from(["", "---\nwho: Me\n---\n\n", "# Title\n\n"]), st.sampled_from(LINE_ENDS), st.booleans(),
    st.booleans(), st.builds(Draft, TITLES, st.sampled_from(["context", "claim", "question"]), VALUES, BODIES), st.data(),
)  # fmt: skip
@example([], "", "\n", False, False, Draft("T", "context", {}, "## x"), None)
def test_every_step_leaves_all_other_bytes(
    notebook: Notebook,
    pieces: list[tuple[str, str, str]],
    head: str,
    line_end: str,
    bom: bool,
    last: bool,
    wanted: Draft,
    data: st.DataObject | None,
) -> None:
    """For any file and any step: what stands outside the note stays to the byte, and what is written reads back as what was asked."""
    parts, raw = build(pieces, head, line_end, bom=bom, last=last)
    before = with_notes(notebook, raw)
    (file,) = before.files
    text = text_of(before)
    steps = ["add", "change", "delete", "requote"] if data and len(file.notes) == len(pieces) and pieces else ["add"]
    step = data.draw(st.sampled_from(steps)) if data else "add"
    number = data.draw(st.integers(0, len(pieces) - 1)) if data and step != "add" else 0
    start = data.draw(st.integers(0, len(text) - 1)) if data else 0
    span = trimmed(text, Span(start, min(len(text), start + (data.draw(st.integers(1, 60)) if data else 9))))
    id_ = file.notes[number].annotation.id if step != "add" else ""
    try:
        plan = planned(before, step, id_, wanted, span)
    except Refused as refused:
        assert str(refused)  # noqa: PT017 - a reason is given
        return
    front, back = (raw, b"") if step == "add" else (b"".join(parts[: number + 1]), b"".join(parts[number + 2 :]))
    if step == "delete" and not back:  # the empty lines before the last note go with it
        assert front.startswith(plan.raw)
        assert not front.removeprefix(plan.raw).strip(b"\r\n")
        assert not plan.raw.endswith((line_end * 2).encode())
    elif step == "delete":
        assert plan.raw == front + back
    else:
        assert plan.raw.startswith(front)
        assert plan.raw.endswith(back)
    after = with_notes(notebook, plan.raw)
    others = [note for note in after.files[0].notes if note.annotation.id != plan.id]
    kept = [note for note in file.notes if note.annotation.id != id_ or step == "add"]
    assert [(n.annotation.id, n.text) for n in others] == [(n.annotation.id, n.text) for n in kept]
    if step != "delete":
        asked_for(after, plan.id, step, wanted, span)
        written = plan.raw[len(front) : len(plan.raw) - len(back)]
        assert (
            line_end == "\n"
            or not raw
            or line_end.encode() not in raw
            or written.replace(line_end.encode(), b"").count(b"\n") <= parts[number].count(b"\n")
        )


def planned(notebook: Notebook, step: str, id_: str, wanted: Draft, span: Span) -> Plan:
    """Plan to add a note, or to do something to the one of an id."""
    match step:
        case "add":
            return notebook.added(wanted, span)
        case "change":
            return notebook.changed(id_, wanted)
        case "delete":
            return notebook.removed(id_)
        case _:
            return notebook.requoted(id_, {0: span})


def asked_for(notebook: Notebook, id_: str, step: str, wanted: Draft, span: Span) -> None:
    """Assert that what was written reads back as what was asked."""
    _, mine = notebook.find(id_)
    if step != "requote":
        assert (mine.title, mine.annotation.kind) == (" ".join(wanted.title.split()), wanted.kind)
        assert mine.attributes == wanted.attributes
    if step in ("add", "requote"):
        found = notebook.standing(mine)[0].found
        assert isinstance(found, Anchor)
        assert found.span == span


# Single steps.


def test_a_changed_heading_keeps_its_spelling() -> None:
    """Of braces only what is another now is replaced; an id that came from the title is written down."""
    assert (
        respelled(
            'T  {#a  .claim verdict=supported who="A B"  } ', "T", "a", "claim", {"verdict": "contested", "who": "A B"}
        )
        == 'T  {#a  .claim verdict=contested who="A B"  } '
    )
    assert respelled("T {#a .claim x=1 y=2}", "U", "a", "context", {"y": "2"}) == "U {#a .context y=2}"
    assert respelled("T {#a}", "T", "a", "claim", {"who": "X"}) == "T {#a .claim who=X}"
    assert respelled("T {who=X}", "T", "t", "claim", {"who": "X"}) == "T {#t .claim who=X}"
    assert respelled("T {.claim}", "U", "t", "claim", {}) == "U {#t .claim}"
    assert respelled("T {#a what}", "T", "a", "claim", {}) == "T {#a .claim what}"
    assert respelled("T ##", "U", "t", "context", {}) == "U {#t}"
    assert heading(" A  b ", "a-b", "claim", {"who": "X y"}) == '## A b {#a-b .claim who="X y"}'
    assert attribute("who", 'say "x"') == "who='say \"x\"'"


def test_files_are_spliced_by_what_was_read() -> None:
    """Line ends of the file are used for new lines, and offsets are those of the text as read."""
    assert spliced(b"\xef\xbb\xbfa\r\nb\rc\nd\r\n", [(Span(2, 3), "x\ny")]) == b"\xef\xbb\xbfa\r\nx\r\ny\rc\nd\r\n"
    assert spliced("é領\n𝒜b".encode(), [(Span(4, 5), ""), (Span(0, 1), "e")]) == "e領\n𝒜".encode()
    assert [gap_before(text) for text in ("", "\n", "a", "a\n", "a\n\n")] == ["", "", "\n\n", "\n", ""]


def test_a_note_goes_to_the_file_with_its_neighbour(desk: Callable[[str], Desk]) -> None:
    """Of several files the one is taken whose note comes before the passage; of none, annotations.md is begun."""
    made = desk("## Late {#late}\n\n> Again the treaty of 1951\n\n## Lost {#lost}\n\n> nothing of the kind\n")
    (made.folder / "annotations").mkdir()
    (made.folder / "annotations/a.md").write_text("## Early {#early}\n\n> The treaty was not signed by all\n")
    notebook = made.open()
    text = text_of(notebook)

    def path(words: str) -> str:
        at = text.rindex(words)
        return notebook.added(draft(), Span(at, at + len(words))).path.removeprefix("content/briefings/one/")

    assert path("two items of the treaty") == "annotations/a.md"
    assert path("signed. Again.") == "annotations.md"
    assert path("The treaty of 1951") == "annotations/a.md"
    assert notebook.added(draft(), None).path.endswith("annotations.md")
    assert notebook.added(draft(title="Early"), None).id == "early-2"
    (made.folder / "annotations.md").unlink()
    (made.folder / "annotations/a.md").unlink()
    assert made.open().added(draft(), None).path.endswith("one/annotations.md")


def test_texts_are_put_where_there_was_none(desk: Callable[[str], Desk]) -> None:
    """A note that had no text gets one under its quote, with an empty line on both sides; it can lose it again."""
    made = desk("## A {#a}\n> one item\n## B {#b}")
    assert made.open().changed("a", draft(title="A", body="X.")).raw == b"## A {#a}\n> one item\n\nX.\n\n## B {#b}"
    assert made.open().changed("b", draft(title="B", body="Y.")).raw == b"## A {#a}\n> one item\n## B {#b}\n\nY.\n"
    made = desk("## A {#a}\n\n> one item\n\nX.\n\n\n## B {#b}\n")
    assert made.open().changed("a", draft(title="A", body=" \n")).raw == b"## A {#a}\n\n> one item\n\n\n\n\n## B {#b}\n"


def test_what_others_lean_on_is_not_taken_away(desk: Callable[[str], Desk]) -> None:
    """A footnote or link that another note uses keeps its note from being deleted, or from losing it."""
    notebook = desk("## A {#a}\n\nX[^1].\n\n[^1]: Foot.\n\n## B {#b}\n\nY[^1].\n").open()
    with pytest.raises(Refused, match="other notes"):
        notebook.removed("a")
    with pytest.raises(Refused, match="other notes"):
        notebook.changed("a", draft(title="A", body="X."))
    assert notebook.removed("b").raw.endswith(b"[^1]: Foot.\n")


def test_headings_with_faults_are_left_to_the_file(desk: Callable[[str], Desk]) -> None:
    """Where braces are broken nobody knows what would be lost."""
    with pytest.raises(Refused, match="mend it in the file"):
        desk("## A {#a who}\n\nX.\n").open().changed("a", draft(title="A"))
    with pytest.raises(Refused, match="not UTF-8"):
        desk(b"## A\n\n\xff\n").open()  # type: ignore[arg-type]


def test_briefings_without_an_article_have_no_passages(tmp_path: Path) -> None:
    """Notes on the whole are all that there can be."""
    made = Desk(tmp_path, b"")
    (made.folder / "article.md").unlink()
    notebook = made.open()
    assert notebook.added(draft(), None).text == "## New {#new}\n\nText."
    for ask in (lambda: notebook.passage(0, 1, "T"), lambda: notebook.quote(Span(0, 1))):
        with pytest.raises(Refused, match="no article"):
            ask()
    with pytest.raises(Refused, match="no such quote"):
        made.put(notebook.added(draft(), None)).requoted("new", {0: Span(0, 1)})


def test_pages_that_show_excerpts_only_are_counted_by_words(tmp_path: Path) -> None:
    """Where the page leaves parts of the article out, words that stand in it once are found all the same."""
    made = Desk(tmp_path, b"")
    (made.folder / "briefing.md").write_text("---\ntitle: One\narticle: {rights: excerpt}\n---\n\nText.\n")
    notebook = made.open()
    at = text_of(notebook).index("two items")
    assert notebook.passage(0, 10, " two items") == Span(at, at + 9)
    with pytest.raises(Refused, match="other words"):
        notebook.passage(1, 7, "treaty")


# Files.


def test_files_are_replaced_whole_and_keep_their_mode(tmp_path: Path) -> None:
    """The mode stays, a new file has the usual one, and no half-written file is left."""
    files = Files(tmp_path, "content", tmp_path / ".glossator/undo")
    path = "content/briefings/one/annotations.md"
    files.write(path, b"one", "", "begun")
    file = tmp_path / path
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(file.stat().st_mode) == 0o666 & ~mask
    file.chmod(0o640)
    files.write(path, b"two", hash_of(b"one"), "changed")

    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"two", 0o640)
    assert [each.name for each in file.parent.iterdir()] == ["annotations.md"]
    with pytest.raises(Conflict) as conflict:
        files.write(path, b"three", hash_of(b"one"), "changed")
    assert conflict.value.now == b"two"


def test_a_file_that_changes_while_it_is_written_is_left_alone(tmp_path: Path) -> None:
    """What another program wrote while we synced our text stays, and nothing of ours is left beside it."""
    file = tmp_path / "a.md"
    file.write_bytes(b"old")

    def meanwhile() -> None:
        file.write_bytes(b"other")
        raise Conflict("a.md", b"other")

    with pytest.raises(Conflict):
        _write(file, b"new", meanwhile)
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"a.md": b"other"}


def test_steps_are_undone_in_turn(tmp_path: Path) -> None:
    """Undo goes back through many steps, to a file that was not there; not past those that are kept."""
    files = Files(tmp_path, "content", tmp_path / ".glossator/undo")
    path = "content/glossary/a.md"
    for number in range(STEPS + 5):
        files.write(path, str(number).encode(), hash_of(str(number - 1).encode() if number else None), f"step {number}")
    undone = 0
    while files.undoable():
        assert files.undo() is not None
        undone += 1
    assert (undone, (tmp_path / path).read_bytes()) == (STEPS, b"4")
    assert files.undo() is None
    other = "content/glossary/b.md"
    files.write(other, b"x", "", "begun")
    files.undo()
    assert not (tmp_path / other).exists()


def test_steps_outlive_the_server(tmp_path: Path) -> None:
    """Another start goes on undoing where the one before ended; a file that is not what its step left stays as it is."""
    kept = tmp_path / ".glossator/undo"
    first, again = (Files(tmp_path, "content", kept) for _ in range(2))
    one, two = "content/glossary/one.md", "content/briefings/a/annotations.md"
    first.write(one, b"1", "", "one begun")
    first.write(two, b"2\r\n\xff", "", "two begun")
    first.write(two, None, hash_of(b"2\r\n\xff"), "two deleted")

    assert again.undoable() == "two deleted"
    assert again.undo() is not None
    assert (tmp_path / two).read_bytes() == b"2\r\n\xff"
    assert first.undoable() == "two begun"
    (tmp_path / two).write_bytes(b"of another program")
    with pytest.raises(Conflict):
        again.undo()
    again.forget(two)
    assert (first.undoable(), (tmp_path / two).read_bytes()) == ("one begun", b"of another program")
    assert first.undo() is not None
    assert not (tmp_path / one).exists()
    assert not list(kept.iterdir())


SPOILED = [
    b"",
    b"{",
    b"[]\n",
    b"{}\n",
    b'{"path": 1, "what": "", "before": "", "after": ""}\n',
    b'{"path": "a", "what": "b", "before": "c", "after": "d"}\nnot it',
]


@pytest.mark.parametrize("raw", SPOILED)
def test_spoiled_steps_are_none(tmp_path: Path, raw: bytes) -> None:
    """A step that was cut off or changed brings nothing back, and does not stand in the way of the one before."""
    kept = tmp_path / ".glossator/undo"
    files = Files(tmp_path, "content", kept)
    path = "content/glossary/a.md"
    files.write(path, b"1", "", "begun")
    files.write(path, b"2", hash_of(b"1"), "changed")
    (kept / "00000002.step").write_bytes(raw)

    assert files.undoable() == "begun"
    with pytest.raises(Conflict):
        files.undo()
    (kept / "00000002.step").write_bytes(raw)
    files.forget("content/glossary/other.md")
    assert [each.name for each in kept.iterdir()] == ["00000001.step"]


def test_steps_lead_nowhere_else(tmp_path: Path) -> None:
    """Whatever the folder of steps was made to say, only notes and concepts are written; where it cannot be written, the work goes on."""
    kept = tmp_path / ".glossator/undo"
    kept.mkdir(parents=True)
    (kept / "00000001.step").write_text(
        json.dumps({"path": "content/../secret.md", "what": "x", "before": hash_of(b"y"), "after": ""}) + "\ny"
    )
    files = Files(tmp_path, "content", kept)
    with pytest.raises(Refused):
        files.undo()
    assert not (tmp_path / "secret.md").exists()
    assert files.undoable() == ""
    kept.rmdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/00000001.step").write_bytes(b"")
    kept.symlink_to(tmp_path / "elsewhere")
    files.write("content/glossary/a.md", b"1", "", "begun")
    assert files.undoable() == ""
    assert [each.name for each in (tmp_path / "elsewhere").iterdir()] == ["00000001.step"]


OUTSIDE = [
    "content/../secret.md", "/etc/passwd", "content//etc/passwd", "content/briefings/../../x.md", "content/briefings/one/../../../x.md", "secret.md", "content",
    "content/site.toml", "content/briefings/one/briefing.md", "content/briefings/one/article.md", "content/pages/a.md", "content/sources/a.bib", "",
    "content/glossary/.hidden.md", "content/glossary/a\\b.md", "content/glossary/a\0.md", "content/briefings/one/annotations/../briefing.md",
    "content/briefings/One/annotations.md", "templates/base.html", "content/glossary/sub/a.md", "other/glossary/a.md", "content/timeline/events.md",
]  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
def test_only_notes_and_concepts_are_touched(tmp_path: Path, path: str) -> None:
    """No path leads to another file, in the content folder or outside it."""
    files = Files(tmp_path, "content", tmp_path / ".glossator/undo")
    with pytest.raises(Refused):
        files.read(path)
    with pytest.raises(Refused):
        files.write(path, b"x", "", "attack")
    assert list(tmp_path.iterdir()) == []


def test_links_are_not_followed(tmp_path: Path) -> None:
    """Neither a file nor a folder that is a link is read or written."""
    files = Files(tmp_path, "content", tmp_path / ".glossator/undo")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.md").write_bytes(b"secret")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/glossary").symlink_to(outside)
    folder = tmp_path / "content/briefings/one"
    folder.mkdir(parents=True)
    (folder / "annotations.md").symlink_to(outside / "a.md")
    for path in ("content/glossary/a.md", "content/glossary/new.md", "content/briefings/one/annotations.md"):
        with pytest.raises(Refused, match="leads through a link"):
            files.write(path, b"x", hash_of(b"secret"), "attack")
    assert {each.name: each.read_bytes() for each in outside.iterdir()} == {"a.md": b"secret"}


def test_files_that_cannot_be_read_or_written_are_refused(tmp_path: Path) -> None:
    """A folder in the place of a file, a file too large, a folder that is a file: the reason is told."""
    files = Files(tmp_path, "content", tmp_path / ".glossator/undo")
    folder = tmp_path / "content/glossary"
    (folder / "a.md").mkdir(parents=True)
    (folder / "b.md").write_bytes(b"x" * (LARGEST + 1))
    with pytest.raises(Refused, match="cannot be read"):
        files.read("content/glossary/a.md")
    with pytest.raises(Refused, match="too large"):
        files.read("content/glossary/b.md")
    (tmp_path / "content/briefings").write_bytes(b"")
    with pytest.raises(Refused, match="cannot be"):
        files.write("content/briefings/one/annotations.md", b"x", "", "written")
    with pytest.raises(Refused, match="cannot be written: file name too long"):
        files.write(f"content/glossary/{'a' * 250}.md", b"x", "", "written")
    assert sorted(each.name for each in folder.iterdir()) == ["a.md", "b.md"]


# What the last build knows.


def test_before_a_build_nothing_is_offered(tmp_path: Path) -> None:
    """Without a build, or with one that never ended, the reason is told."""
    editor = Editor(tmp_path, "content", tmp_path / "state.sqlite")
    with pytest.raises(Refused, match="not been built"):
        editor.desk.names("a", "one")
    open_state(tmp_path / "state.sqlite").close()
    with pytest.raises(Refused, match="not been built"):
        editor.form("one")
    with pytest.raises(Refused, match="nothing to undo"):
        editor.undo()


def test_a_preview_without_words_for_citations_says_why(tmp_path: Path) -> None:
    """Where citations cannot be formatted the fault is shown in place of the note."""
    made = Desk(tmp_path, b"")
    (tmp_path / "content/site.toml").write_text(
        'title = "T"\nbase_url = "https://example.org/"\nlanguage = "en"\nstyle = "no-such-style"\n'
    )
    (tmp_path / "content/sources").mkdir()
    (tmp_path / "content/sources/all.bib").write_text("@book{port, title={Of Ports}, year={1990}}\n")
    with Workshop(Project(tmp_path)) as shop:
        shop.build()
    editor = Editor(tmp_path, "content", tmp_path / ".glossator/state.sqlite")
    _, shown = editor.show("one", "", draft(body="As [@port]."), None)
    assert [fault.code for fault in shown.faults] == ["STY001"]
    assert editor.show("one", "", draft(body="Plain."), None)[1].body_html == "<p>Plain.</p>"
    assert made.open().files[0].raw == b""
