from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.model.annotation import Annotation
from glossator.model.citation import Citation
from glossator.model.diagnostics import Diagnostic
from glossator.model.project import DEFAULT_KINDS, Kind, Settings
from glossator.model.prose import Part, WikiLink
from glossator.model.text import Source
from glossator.read.annotations import read_annotations

SETTINGS = Settings(kinds=(*DEFAULT_KINDS, Kind("method", "Method", keys=("instrument",))))

ANY_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Co")), max_size=80),
    st.lists(
        st.sampled_from(
            ["## T {#a .claim ", "verdict=", "}", "\n", "\n\n", "> ", "==", "[…]", "[[x|y]]", "[@a, p. 3; b]", "[^1]", "[^1]: ", "```\n", "---\n",
             "a: b\n", "<b", "<!--", "- ", "| a |\n|-|\n", "`", "{lang=ja}", "&#xE000;", "\\", "# ", "> [!n]", "\x00", "\u2028", "[a]: b\n"]
        ),
        max_size=25,
    ).map("".join),
)  # fmt: skip
"""Text that may stand in a file after `read_file`: without surrogates and without the marks of ours."""


def read(text: str) -> tuple[tuple[Annotation, ...], list[str]]:
    """Read a file; write its faults down in a line each."""
    file, faults = read_annotations(Source("a.md", text), SETTINGS)
    return file.annotations, told(faults)


def told(faults: tuple[Diagnostic, ...]) -> list[str]:
    """Write faults down in a line each."""
    return [f"{each.place.line}:{each.place.column} {each.code} {each.message}" for each in faults]


def test_annotation_is_a_quote_and_a_reply() -> None:
    """The example of FORMAT.md §3 in all its parts."""
    (note,), faults = read(
        "# File\n\n## No *treaty* [@a] {#no-treaty .claim verdict=mostly-supported when=1951-09-08}\n\n"
        "> Never signed ==a treaty== at all\n\nJapan signed [supports @sf, art. 25].\nSee [[Declaration]].[^1]\n\n[^1]: Note.\n"
    )
    assert faults == []
    assert (note.id, note.kind, note.title, str(note.place)) == ("no-treaty", "claim", "No treaty", "a.md:3:1")
    assert note.get("verdict") == "mostly-supported"
    assert note.get("who") == ""
    date = note.date("when")
    assert date is not None
    assert date.source == "1951-09-08"
    assert note.date("checked") is None
    assert [(each.selector.prefix, each.selector.exact, each.selector.suffix) for each in note.targets] == [
        ("Never signed", "a treaty", "at all")
    ]
    assert len(note.body.parts) == 2
    assert 'id="note-no-treaty-fn-1"' in note.body.html


@pytest.mark.parametrize(
    ("heading", "id_", "title"),
    [
        ("No peace treaty!", "no-peace-treaty", "No peace treaty!"),
        ("[[Article 9]] & [[x|the *x*]]", "article-9-the-x", "Article 9 & the x"),
        ("`{#code}` a < b", "code-a-b", "{#code} a < b"),
        ("Of [Kuriles]{lang=fr} {.claim}", "of-kuriles", "Of Kuriles"),
        ("[a]{.b} and *c*{.d} [Kuriles]{lang=fr}", "a-and-c-kuriles", "a and c Kuriles"),
    ],
)
def test_annotation_without_an_id_gets_one_of_its_title(heading: str, id_: str, title: str) -> None:
    """The title is plain text; a link without words of its own counts as its target."""
    (note,), faults = read(f"## {heading}\n\nx\n")
    assert faults == []
    assert (note.title, note.id) == (title, id_)


def test_annotation_ids_made_from_titles_give_way() -> None:
    """A written id is kept wherever it stands; a second equal one is an error at its place."""
    notes, faults = read("## A\nx\n\n## A\nx\n\n## B {#a}\nx\n\n## C {.claim #a}\nx\n")
    assert [note.id for note in notes] == ["a-2", "a-3", "a"]
    assert faults == ["10:14 ANN006 the id `a` stands twice, first in line 7"]


def test_annotation_defaults_stand_in_the_header() -> None:
    """A note's own value wins; keys of other kinds do not reach it; the other names of `who` are `who`."""
    notes, faults = read(
        "---\nchecked: 2026-11-23\nspeaker: The Trumpet\nauthors: [A, B]\np: 0.5\nsenses: {x: y}\n---\n"
        "## A {.claim claimant=Me}\nx\n\n## B {.forecast checked=2025}\nx\n"
    )
    assert faults == []
    assert notes[0].attributes == (("by", "A, B"), ("checked", "2026-11-23"), ("who", "Me"))
    assert notes[1].attributes == (("by", "A, B"), ("checked", "2025"), ("p", "0.5"), ("who", "The Trumpet"))
    assert [(key, date.source) for key, date in notes[1].dates] == [("checked", "2025")]


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ("checked: 2026-13", "2:10 DAT001 "),
        ("who: A\nspeaker: B", "3:10 HDR004 `speaker` says again what `who` says"),
        ("verdict: true", '2:10 ANN004 `verdict` cannot be "true"'),
        ("confidence: hi", '2:13 ANN005 `confidence` cannot be "hi"'),
        ("checked: [2026, 2025]", "2:10 HDR006 `checked` must be a single value"),
        ("checkd: 2026", "2:1 HDR002 unknown field `checkd`"),
        ("p: 2", '2:4 ANN005 `p` cannot be "2"'),
    ],
)
def test_annotation_default_with_a_fault_is_told_once(header: str, fault: str) -> None:
    """In the header where it stands, and not at each note."""
    notes, faults = read(f"---\n{header}\n---\n## A {{.forecast}}\nx\n\n## B {{.forecast}}\nx\n")
    assert len(faults) == 1
    assert faults[0].startswith(fault)
    assert notes[0].dates == ()
    assert notes[0].attributes == ((("who", "A"),) if header.startswith("who") else ())


@pytest.mark.parametrize(
    ("braces", "kind", "attributes", "faults"),
    [
        ("", "context", {}, []),
        (".method instrument=eye", "method", {"instrument": "eye"}, []),
        (".forecast p=30% if=war measure=x due=2030 outcome=void resolved=2029", "forecast",
         {"p": "30%", "if": "war", "measure": "x", "due": "2030", "outcome": "void", "resolved": "2029"}, []),
        (".translation from=ja original='北 方'", "translation", {"from": "ja", "original": "北 方"}, []),
        (".correction of=article date=2026", "correction", {"of": "article", "date": "2026"}, []),
        ("status=open lang=ja event=x label=y evidence=2020 by=z", "context",
         {"status": "open", "lang": "ja", "event": "x", "label": "y", "evidence": "2020", "by": "z"}, []),
        (".forecast p=1.0", "forecast", {"p": "1.0"}, []),
        (".forecast p=1.5", "forecast", {}, ['1:17 ANN005 `p` cannot be "1.5"']),
        (".forecast outcome=maybe", "forecast", {}, ['1:17 ANN005 `outcome` cannot be "maybe"']),
        (".claim verdict=suported", "claim", {}, ['1:14 ANN004 `verdict` cannot be "suported"']),
        (".claim p=1", "claim", {}, ["1:14 ANN003 a note of kind `claim` takes no `p`"]),
        (".clam x=1", "context", {"x": "1"}, ["1:7 ANN002 unknown kind `.clam`"]),
        ("speaker=a claimant=b", "context", {"who": "a"}, ["1:17 ANN001 `claimant` says again what `who` says"]),
        ("when=1956-13", "context", {"when": "1956-13"}, ["1:7 DAT001 "]),
        (".claim .claim verdict=supported", "claim", {"verdict": "supported"}, ["1:14 ANN001 a second kind `.claim`"]),
    ],
)  # fmt: skip
def test_annotation_takes_the_keys_of_its_kind(
    braces: str, kind: str, attributes: dict[str, str], faults: list[str]
) -> None:
    """All kinds take the shared keys; a key or value that is none is told at its column and left out."""
    (note,), found = read(f"## A {{{braces}}}\n\nx\n" if braces else "## A\n\nx\n")
    assert (note.kind, dict(note.attributes)) == (kind, attributes)
    assert len(found) == len(faults)
    assert all(shown.startswith(wanted) for shown, wanted in zip(found, faults, strict=True))


def test_annotation_helps_name_what_is_meant() -> None:
    """The nearest kind, verdict and key; or all keys, if none is near."""
    _, faults = read_annotations(
        Source("a.md", "## A {.clam}\nx\n\n## B {verdct=supported}\nx\n\n## C {zzzz=1}\nx\n"), SETTINGS
    )
    assert [each.help for each in faults] == [
        "did you mean `claim`?",
        "did you mean `verdict`?",
        "it takes `who`, `verdict`, `confidence`, `evidence`, `checked`, `when`, `label`, `event`, `by`, `lang`, `status`",
    ]


def test_annotation_without_quote_and_text_is_empty() -> None:
    """One of the two is enough."""
    _, faults = read("## A\n\n## B\n\n> q\n\n## C\n\nx\n\n## D\n[^1]: y\n")
    assert faults == [
        "12:1 MKD005 the footnote `1` is never referred to, so no reader sees it",
        '1:1 ANN009 the note "A" has neither a quote nor a text',
        '11:1 ANN009 the note "D" has neither a quote nor a text',
    ]


def test_annotation_file_with_a_broken_header_keeps_its_notes() -> None:
    """Of the file only the header is lost."""
    notes, faults = read("---\na: b: c\n---\n## A\n\nx\n")
    assert [note.id for note in notes] == ["a"]
    assert [fault[:10] for fault in faults] == ["2:5 HDR003"]


def test_annotation_footnote_in_a_heading_is_told() -> None:
    """A heading has no place for it. A faulty footnote that two notes need is told once."""
    _, faults = read("## A[^1]\n\nx[^2]\n\n## B\n\ny[^2]\n\n[^1]: a\n[^2]: b [@c; d]\n")
    assert faults == [
        "1:4 MKD004 the footnote `1` stands in a heading, where none is shown",
        '10:14 CIT004 "d" names no source',
    ]


def test_annotation_that_is_too_hard_is_shown_as_it_stands() -> None:
    """No text keeps the build busy for minutes; its editor is told."""
    notes, faults = read("## A\n\n" + "[" * 2000 + " [[b]]\n")
    assert [fault.split(" too")[0] for fault in faults] == ["2:1 MKD002"]
    assert isinstance(notes[0].body.parts[0], Part)


@settings(deadline=None)
@given(ANY_TEXT)
def test_annotations_take_any_text(text: str) -> None:
    """Nothing raises; ids differ; places lie in the file; each mark in a text stands for a part."""
    source = Source("a.md", text)
    file, faults = read_annotations(source, SETTINGS)
    ids = [note.id for note in file.annotations]
    assert len(ids) == len(set(ids))
    lines = text.split("\n")
    for place in [
        *(each.place for each in faults),
        *(target.place for note in file.annotations for target in note.targets),
    ]:
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


WRITTEN = """## The *islands*, [[Name|so]] {#a .claim verdict=supported}

> It's "so" ==and *not*== [x] so

> from […] to

See [[A_b|c]], [@k, p. 3] and @k [p. 4].[^1]

> [!note] Title
>
> text [[Long name]] and [see @k, pp. 5 and 6]

[^1]: Note
"""
MDFORMAT = (
    WRITTEN.replace("[[", "\\[\\[")
    .replace("]]", "\\]\\]")
    .replace("[…]", "\\[…\\]")
    .replace("[@", "\\[@")
    .replace("[!note]", "\\[!note\\]")
)
PRETTIER = WRITTEN.replace("*", "_")
WRAPPED = (
    WRITTEN.replace("Long name", "Long\n> name")
    .replace("see @k,", "see\n> @k,")
    .replace("5 and", "5\n> and")
    .replace("k [p. 4]", "k\n[p. 4]")
)


@pytest.mark.parametrize("text", [MDFORMAT, PRETTIER, WRAPPED])
def test_annotations_survive_formatters(text: str) -> None:
    """What mdformat and Prettier make of a file is read as the file was."""

    def essence(written: str) -> object:
        (note,), faults = read(written)
        assert faults == []
        quotes = [
            each.selector.parts or (each.selector.prefix, each.selector.exact.replace("_", "*"), each.selector.suffix)
            for each in note.targets
        ]
        parts = [shown(part) for part in (*note.heading.parts, *note.body.parts)]
        html = " ".join((note.heading.html + note.body.html).split())
        return note.id, note.kind, note.title, note.attributes, quotes, parts, html

    def shown(part: Part) -> object:
        if isinstance(part.what, Citation):
            return [(cite.key, cite.prefix, cite.locator) for cite in part.what.cites]
        assert isinstance(part.what, WikiLink)
        return part.what.target, part.what.wraps

    assert essence(text) == essence(WRITTEN)
