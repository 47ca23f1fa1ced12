"""`anchors.lock` as a file: it is read as it was written, and whatever spoils it is told with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from glossator.model.anchor import Selector
from glossator.model.ledger import Entry, Ledger, Settled, Was, quote_line
from glossator.model.text import Place, Source, Span
from glossator.read.lock import AROUND, around, digest, folded, read_lock, written

PATH = "content/briefings/b/anchors.lock"
TEXT = "The harbour was built in 1855.\n\nA mole\twas added later.\n| <<<<<<< not a mark\n"
HARBOUR = Entry("harbour", 1, "exact", "harbour was built", Span(4, 21))
MOLE = Entry(
    "mole", 2, "changed", "A mole was put there", Span(32, 48), Was("A mole was put", date="2026-11"), pending=True
)
GONE = Entry("gone", 1, "gone", "no more", None, Was("no more", "It is", "of it."))
WHOLE = written(Ledger(PATH, TEXT, "2026-11-20", (MOLE, HARBOUR, GONE)))


def placeless(ledger: Ledger) -> Ledger:
    """Give what a ledger says, without where in the file it says so."""
    return replace(ledger, entries=tuple(replace(each, place=Place("")) for each in ledger.entries))


def told(text: str) -> tuple[Ledger | None, list[str]]:
    """Read a ledger; give its faults in a line each."""
    ledger, faults = read_lock(Source(PATH, text))
    assert all(fault.place.path == PATH and fault.help for fault in faults)
    return ledger, [f"{fault.place.line} {fault.code} {fault.message}" for fault in faults]


def test_lock_is_a_block_a_target_in_the_order_of_ids() -> None:
    """Sorted, one thing a line, nothing that is empty, and the article's text last, a line for a line."""
    assert (
        f"""\
# Where the notes on this article were accepted to stand. Written by `anchors --accept`; not to be edited.
format: 1
article: {digest(TEXT)}
version: 2026-11-20

[gone]
state: gone
quote: no more
was: no more
before: It is
after: of it.

[harbour]
state: exact
at: 1:5-1:22
quote: harbour was built
words: harbour was built
before: The
after: in 1855. A mole was added later. | <<<<<<< not

[mole 2]
state: changed
pending: yes
at: 3:1-3:17
quote: A mole was put there
words: A mole was added
was: A mole was put
until: 2026-11
before: The harbour was built in 1855.
after: later. | <<<<<<< not a mark

[text]
| The harbour was built in 1855.
|
| A mole\twas added later.
| | <<<<<<< not a mark
|
"""
        == WHOLE
    )


def test_lock_is_read_as_it_was_written() -> None:
    """Also where the text has lines that look like the lock's own."""
    ledger, faults = told(WHOLE)
    assert faults == []
    assert ledger is not None
    assert placeless(ledger) == Ledger(PATH, TEXT, "2026-11-20", (GONE, HARBOUR, MOLE))
    assert [each.place.line for each in ledger.entries] == [6, 13, 21]


LINES = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=60)
TEXTS = st.lists(LINES, min_size=1, max_size=6).map("\n".join)
IDS = st.sampled_from(["a", "b-1", "text", "c"])


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Make ledgers of any text."""
    text = draw(TEXTS)
    words = LINES.map(folded).filter(bool)
    entries: dict[tuple[str, int], Entry] = {}
    for id_, number in sorted(draw(st.sets(st.tuples(IDS.filter(lambda each: each != "text"), st.integers(1, 12))))):
        start = draw(st.integers(0, len(text)))
        span = Span(start, draw(st.integers(start, len(text))))
        whole = bool(folded(span.of(text)))
        state: Settled = draw(st.sampled_from(["exact", "moved", "approximate", "changed"])) if whole else "gone"
        was = Was(
            draw(words), *(("", "") if whole else (draw(words), "")), draw(st.sampled_from(["", "2026", "1855~"]))
        )
        entries[id_, number] = Entry(
            id_, number, state, draw(words), span if whole else None, was if state in ("changed", "gone") else None, draw(st.booleans())
        )  # fmt: skip
    return Ledger(PATH, text, draw(st.sampled_from(["", "2026-11-20"])), tuple(entries.values()))


@given(ledgers())
def test_lock_of_anything_is_read_as_it_was_written(ledger: Ledger) -> None:
    """Whatever the text has: no line of it is taken for one of the lock's, no space of it is lost."""
    found, faults = read_lock(Source(PATH, written(ledger)))
    assert found is not None
    assert (placeless(found), faults) == (ledger, ())


@given(ledgers(), st.data())
def test_lock_that_was_edited_is_total(ledger: Ledger, data: st.DataObject) -> None:
    """Lines taken out, put in or exchanged never raise, and what is still read says what it said, or less."""
    lines = written(ledger).split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at : at + data.draw(st.integers(0, 2))] = data.draw(st.lists(LINES | st.sampled_from(lines), max_size=2))
    found, faults = read_lock(Source(PATH, "\n".join(lines)))
    if found is not None:
        assert found.text == ledger.text
        spans = {each.span for each in ledger.entries}
        assert faults or {each.span for each in found.entries} <= spans


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "=======", ">>>>>>> corrections", "||||||| 1f3e"])
def test_lock_with_a_mark_of_a_conflict_is_refused(mark: str) -> None:
    """One fault, at the first mark; nothing else of the file is judged."""
    text = WHOLE.replace("[harbour]\n", f"{mark}\n[harbour]\n").replace("[mole 2]\n", f"{mark}\n[mole 2]\n")
    assert told(text) == (None, [f"13 LCK001 `{mark[:7]}` is left of a merge conflict"])


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("format: 1", "format: 2", "2 LCK002 an anchors.lock of format 2; this version reads format 1"),
        ("format: 1\n", "", "1 LCK001 `format` is missing"),
        (f"article: {digest(TEXT)}\n", "", "1 LCK001 `article` is missing"),
        ("version: 2026-11-20", "version: soon", '4 LCK001 `version` cannot be "soon"'),
        (digest(TEXT), digest("other"), "3 LCK003 the text in it is not the one whose hash it has"),
        ("| A mole", "| The mole", "3 LCK003 the text in it is not the one whose hash it has"),
        ("| A mole", "A mole", "35 LCK001 a line of the text does not begin with `| `"),
        (WHOLE[WHOLE.index("[text]") :], "", "1 LCK001 the article's text is missing"),
    ],
)
def test_lock_that_nothing_can_be_relied_on_is_refused(old: str, new: str, fault: str) -> None:
    """With another head or text no place in it means anything."""
    ledger, faults = told(WHOLE.replace(old, new))
    assert fault in faults
    assert ledger is None or "version" in fault or "format" in fault


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("state: exact", "state: sure", '14 LCK001 `state` cannot be "sure"'),
        ("state: exact\n", "", "13 LCK001 `state` is missing under `harbour`"),
        ("at: 1:5-1:22\n", "", "13 LCK001 `at` is missing under `harbour`"),
        ("at: 1:5-1:22", "at: 1:6-1:22", "15 LCK003 the text in it has other words than `harbour` at 1:6-1:22"),
        ("at: 1:5-1:22", "at: 9:5-9:22", "15 LCK003 the text in it has other words than `harbour` at 9:5-9:22"),
        ("at: 1:5-1:22", "at: here", "15 LCK003 the text in it has other words than `harbour` at here"),
        ("words: harbour was built", "words: harbour", "15 LCK003 the text in it has other words than `harbour` at 1:5-1:22"),
        ("before: The\n", "before: A\n", "15 LCK003 the text in it has other words than `harbour` at 1:5-1:22"),
        ("words: harbour", "word: harbour", "17 LCK001 unknown key `word`"),
        ("words: harbour", "quote: harbour", "17 LCK001 `quote` stands twice, first in line 16"),
        ("words: harbour", "harbour", "17 LCK001 `harbour was built` is no line of an anchors.lock"),
        ("[harbour]", "[mole 2]\nstate: exact\n\n[harbour]", "24 LCK001 `[mole 2]` stands twice"),
    ],
)  # fmt: skip
def test_lock_with_a_wrong_block_loses_that_block(old: str, new: str, fault: str) -> None:
    """One bad block spoils only itself, and is told once."""
    ledger, faults = told(WHOLE.replace(old, new, 1))
    assert fault in faults
    assert ledger is not None
    assert GONE in placeless(ledger).entries
    assert len(ledger.entries) == 2


def test_lock_without_an_entry_is_one() -> None:
    """A briefing may lose its last quote."""
    assert read_lock(Source(PATH, written(Ledger(PATH, "", "", ())))) == (Ledger(PATH, "", "", ()), ())


def test_context_is_cut_between_words() -> None:
    """On one line, and whole words where there are any; in scripts without spaces as many characters."""
    text = "one two three four five six seven eight nine ten eleven twelve\nthirteen.\n" * 2
    at = text.index("thirteen")
    before, after = around(text, Span(at, at + len("thirteen.")))
    assert before == "five six seven eight nine ten eleven twelve"
    assert after == "one two three four five six seven eight nine"
    assert around("千" * 200, Span(90, 110)) == ("千" * AROUND, "千" * AROUND)
    assert around("one two", Span(0, 7)) == ("", "")


def test_quotes_are_one_line() -> None:
    """With marks where words stand around the ones that are meant."""
    assert quote_line(Selector("a\n b")) == "a b"
    assert quote_line(Selector("b", "a ", "")) == "a ==b=="
    assert quote_line(Selector("a […] b", parts=("a ", " b"))) == "a […] b"
