from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from glossator.model.diagnostics import Diagnostic
from glossator.model.source import Item
from glossator.model.text import Source
from glossator.read.bib_bibtex import read_bibtex
from glossator.read.bib_blocks import Entry, split_entries
from glossator.read.bibliography import SUFFIXES, merge, read_bibliography

DEMO = Path(__file__).parent.parent / "content" / "sources"


def read(name: str, text: str) -> tuple[list[Item], list[str]]:
    """Read one file; give its items and its faults in short."""
    items, faults = read_bibliography(Source(name, text))
    return list(items), [f"{fault.place.line}:{fault.place.column} {fault.code} {fault.message}" for fault in faults]


def test_demo_is_read_without_fault() -> None:
    """Every source of the demo content is an item, and no two have one key."""
    files = [read_bibliography(Source(path.name, path.read_text("utf-8"))) for path in sorted(DEMO.iterdir())]
    items, faults = merge(items for items, _ in files)
    assert [fault for _, faults in files for fault in faults] == []
    assert faults == ()
    assert len(items) == sum(len(found) for found, _ in files)
    assert items["brown-2016"].short == "Brown 2016"
    assert items["shimoda-1855"].short == "Treaty of Shimoda 1855"
    assert items["cao-nt-day"].year == ""


def test_one_key_in_two_files_is_a_fault_unless_equal() -> None:
    """Equal items are one; of different ones the first counts, and the fault names both places and what differs."""
    a, _ = read("a.json", '[{"id": "k", "title": "A"}, {"id": "l"}]')
    b, _ = read("b.yaml", "- id: k\n  title: B\n- id: l\n")
    items, faults = merge([a, b])
    assert [(one.key, one.title) for one in items.values()] == [("k", "A"), ("l", "")]
    assert [(str(one.place), one.code, one.message, one.detail) for one in faults] == [
        ("b.yaml:1:3", "SRC002", 'the key "k" stands twice, first at a.json:1:2', ("they differ in title",))
    ]


def test_unknown_origin_is_a_fault_with_the_nearest_key() -> None:
    """The work that a source repeats must be a source, and another one."""
    told = """
- {id: wire-2001}
- {id: paper, custom: {origin: wire-2011}}
- {id: far, custom: {origin: zzzz}}
- {id: self, custom: {origin: self}}
- {id: good, custom: {origin: wire-2001}}
"""
    found, _ = read("a.yaml", told)
    _, faults = merge([found])
    assert [(one.code, one.place.line, one.message, one.help) for one in faults] == [
        ("SRC003", 3, 'origin of "paper" is no source: "wire-2011"', "did you mean `wire-2001`?"),
        ("SRC003", 4, 'origin of "far" is no source: "zzzz"', "origin is the key of another source"),
        ("SRC003", 5, '"self" names itself as its origin', "leave origin out"),
    ]


def test_line_ends_and_byte_order_mark_do_not_count() -> None:
    """A file from another system reads the same, with the same lines."""
    items, faults = read("a.bib", "\N{BYTE ORDER MARK}\r\n@book{a,\r\n  title = {T}\r\n}\r\n")
    assert (items[0].title, items[0].place.line, faults) == ("T", 2, [])


@pytest.mark.parametrize(
    ("name", "text", "faults"),
    [
        ("a.json", "", []),
        ("a.json", "[]", []),
        ("a.json", '{"items": [{"id": "a"}]}', []),
        ("a.json", ' {"id": "a"}', []),
        ("a.json", "7", ["1:1 SRC001 no list of CSL-JSON items"]),
        ("a.json", '{"a": 1', ["1:1 SRC001 no list of CSL-JSON items"]),
        ("a.json", '[{"id": "a"}', ["1:13 SRC001 the list of items is not closed"]),
        ("a.json", '[{"id": "a" 7}]', ["1:13 SRC001 the entry that begins at line 1 is no JSON: expecting ',' delimiter"]),
        ("a.json", "[" * 100_000, ["1:2 SRC001 the entry that begins at line 1 is no JSON: it is nested too deeply"]),
        ("a.yaml", "", []),
        ("a.yaml", "id: a\ntitle: T\n", []),
        ("a.yaml", "items:\n- id: a\n", []),
        ("a.yml", "title: T\n", ["1:1 SRC001 no list of CSL-YAML items"]),
        ("a.yml", "word\n", ["1:1 SRC001 no list of CSL-YAML items"]),
        ("a.yml", "a: [\n", ["2:1 SRC001 the entry that begins at line 1 is not used: not YAML: did not find expected node content"]),
        ("a.yml", "- id: a\n\n- id: [\n", None),
        ("a.ris", "\n\n", []),
        ("a.bib", "% nothing\n", []),
        ("a.bib", "% @book{a, title = {T}}\n@comment{x}\n@preamble{{y}}\n", []),
        ("a.bib", "@book{a", ["1:1 SRC001 the entry is not closed before the end of the file"]),
        ("a.bib", "@book{a b{", ["1:10 SRC001 a comma is missing after the entry's key"]),
        ("a.bib", "@book{a, ,,{ }}", ['1:12 SRC001 unexpected "{"']),
        ("a.bib", "@book{a, x = {}", ["1:1 SRC001 the entry is not closed before the end of the file"]),
        ("a.bib", "@book{a, x =", ["1:1 SRC001 the entry is not closed before the end of the file"]),
        ("a.bib", '@book{a, x = "a } b"}', ["1:17 SRC001 a brace is closed that was not opened"]),
        ("a.bib", "@book{a, title = {\\}, year = 2000}", None),
        ("a.bib", "@book{a, crossref = {a}}", ['1:1 SRC001 "a" takes its fields from an entry that refers to itself']),
        ("a.bib", "@comment{jabref\n@book{b, title = {x}}\n}", []),
    ],
)  # fmt: skip
def test_files_that_are_hardly_bibliographies(name: str, text: str, faults: list[str] | None) -> None:
    """Empty and odd files give what is in them, or one fault."""
    _, found = read(name, text)
    assert found == faults if faults is not None else len(found) == 1


def test_entry_that_pandoc_refuses_spoils_only_itself() -> None:
    """Among many entries that pandoc reads, the one that it does not is found and named with its line."""
    good = "\n".join(f"@book{{k{number}, title = {{T}}}}" for number in range(20))
    items, faults = read("a.bib", f"{good}\n@book{{bad, title = {{\\}}}}\n{good.replace('k', 'm')}")
    assert len(items) == 40
    assert len(faults) == 1
    assert faults[0].startswith('21:1 SRC001 pandoc cannot read "bad": ')


def test_missing_or_hanging_pandoc_is_one_fault(tmp_path: Path) -> None:
    """Without pandoc a .bib file is one fault, however many entries it has; other files do not need it."""
    source = Source("a.bib", "@book{a, title = {T}}\n@book{b, title = {T}}")
    found = list(read_bibtex(source, "/nowhere/pandoc"))
    assert [(one.code, str(one.place)) for one in found if isinstance(one, Diagnostic)] == [("STY002", "a.bib:1:1")]
    broken = tmp_path / "pandoc"
    broken.write_text(f"#!{sys.executable}\nraise SystemExit(1)\n", "utf-8")
    broken.chmod(0o755)
    assert [one.code for one in read_bibtex(source, str(broken)) if isinstance(one, Diagnostic)] == ["STY002"]


def test_inheritance_brings_dates_and_languages() -> None:
    """What a collection says of its date and language counts for its parts, unless they say it themselves."""
    told = """
@xdata{base, langid = {french}, date = {1950}}
@collection{whole, title = {Whole}, xdata = {base}, editor = {Doe, J.}}
@incollection{part, title = {Part}, crossref = {whole}}
@incollection{own, title = {Own}, crossref = {whole}, date = {1960}, langid = {german}}
"""
    items, faults = read("a.bib", told)
    assert faults == []
    assert [(one.key, one.issued, one.language) for one in items] == [
        ("whole", "1950", "fr"),
        ("part", "1950", "fr"),
        ("own", "1960", "de"),
    ]
    assert items[1].container == "Whole"


def test_particles_may_be_dropped() -> None:
    """An entry that says so has its particles left out of citations, as BibLaTeX does."""
    told = "@book{a, author = {von Berg, A.}, options = {useprefix = false}}\n@book{b, author = {von Berg, A.}}"
    items, _ = read("a.bib", told)
    assert items[0].csl["author"] == [{"family": "Berg", "given": "A.", "dropping-particle": "von"}]
    assert items[1].csl["author"] == [{"family": "Berg", "given": "A.", "non-dropping-particle": "von"}]


def test_protected_titles_keep_their_case() -> None:
    """No title is recased in reading; one in two pairs of braces not in formatting either."""
    told = (
        "@book{a, title = {A Great War of {NATO}}}\n@book{b, title = {{A Great War}}, shorttitle = {{War} and {Peace}}}"
    )
    items, _ = read("a.bib", told)
    assert [one.csl["title"] for one in items] == ["A Great War of NATO", '<span class="nocase">A Great War</span>']
    assert items[1].title == "A Great War"
    assert items[1].csl["title-short"] == "War and Peace"


def test_languages_are_known_by_name() -> None:
    """Babel's names and locales become tags; an unknown one stays as it is."""
    names = ["english", "langfrench", "français", "en_GB", "{ngerman}", "japanese and english", "klingon", ""]
    told = "\n".join(f"@book{{k{number}, language = {{{name}}}}}" for number, name in enumerate(names))
    items, _ = read("a.bib", told)
    assert [one.language for one in items] == ["en", "fr", "fr", "en-GB", "de", "ja", "klingon", ""]


def test_names_without_comma_in_ris() -> None:
    """RIS has no mark for bodies: what looks like one, or has many words, is not taken apart."""
    names = [
        "Doe, Jane",
        "Jane Doe",
        "Doe J",
        "Harbour Bank",
        "The Royal Geographic Survey",
        "Plato",
        "Doe, J., Jr.",
        "Doe,",
    ]
    told = "TY  - BOOK\n" + "".join(f"AU  - {name}\n" for name in names) + "ID  - a\nER  - \n"
    items, faults = read("a.ris", told)
    assert faults == []
    assert items[0].csl["author"] == [
        {"family": "Doe", "given": "Jane"},
        {"family": "Doe", "given": "Jane"},
        {"family": "Doe", "given": "J"},
        {"literal": "Harbour Bank"},
        {"literal": "The Royal Geographic Survey"},
        {"family": "Plato"},
        {"family": "Doe", "given": "J.", "suffix": "Jr."},
        {"literal": "Doe"},
    ]


def test_ris_notes_of_ours_may_be_wrong() -> None:
    """A note that only looks like a CSL variable in JSON is text; a report's number is no issue; a chapter's book may be its title."""
    told = """TY  - RPRT
ID  - a
IS  - 7
M1  - 8
N1  - csl-genre: {not json
KW  - one
KW  - two
ER  -
TY  - BOOK
ID  - b
BT  - The Book
ER  -
TY  - BOOK
ID  - c
T2  - Series
BT  - Other
TI  - Own
DO  - doi:10.1/2
ER  -"""
    items, faults = read("a.ris", told)
    assert faults == []
    assert [items[0].csl[name] for name in ("number", "genre", "keyword")] == ["7", "{not json", "one, two"]
    assert items[1].title == "The Book"
    assert (items[2].title, items[2].csl["collection-title"], items[2].doi) == ("Own", "Series", "10.1/2")


@settings(max_examples=200, deadline=None)
@example("@a{b,c={d}}@e{f,\n@g{h,")
@given(st.text(st.sampled_from('@{}()="#,ab \n\\%'), max_size=60))
def test_any_text_is_cut_and_nothing_raises(text: str) -> None:
    """Whatever stands in a .bib file, each block is an entry or a fault, in order and inside the text."""
    found = list(split_entries(Source("a.bib", text)))
    starts = [one.start for one in found if isinstance(one, Entry)]
    assert starts == sorted(starts)
    assert all(0 <= one.start <= len(text) for one in found)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([suffix for suffix in SUFFIXES if suffix != ".bib"]),
    st.text(st.sampled_from('[]{}":,-# \nTYERID01a'), max_size=80),
)
def test_any_file_is_read_without_exception(suffix: str, text: str) -> None:
    """No text in any format raises, and every fault has a place in the file."""
    _, faults = read_bibliography(Source(f"a{suffix}", text))
    lines = text.count("\n") + 1
    assert all(1 <= fault.place.line <= lines + 1 for fault in faults)
