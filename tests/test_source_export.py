from __future__ import annotations

import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.model.source import Item
from glossator.model.text import Place, Source
from glossator.read.bib_item import make_item
from glossator.read.bibliography import merge, read_bibliography
from glossator.render.source_export import export_bibtex, export_json, export_ris

ROOT = Path(__file__).parent.parent
HERE = Place("x.json")
FORMS = ("bib", "json", "ris")


def demo() -> list[Item]:
    """Read the sources of the demo content."""
    files = [
        read_bibliography(Source(path.name, path.read_text("utf-8")))
        for path in sorted((ROOT / "content/sources").iterdir())
    ]
    items, _ = merge(found for found, _ in files)
    return list(items.values())


def export(items: list[Item], form: str) -> str:
    """Write a whole file."""
    if form == "json":
        return export_json(items)
    return "\n\n".join((export_bibtex if form == "bib" else export_ris)(items).values()) + "\n"


def back(items: list[Item], form: str) -> list[Item]:
    """Write a file and read it."""
    found, faults = read_bibliography(Source(f"sources.{form}", export(items, form)))
    assert faults == ()
    return sorted(found, key=lambda item: item.key)


def item(**csl: Any) -> Item:
    """Make an item that must be right."""
    made = make_item({"id": "a", "type": "book", **csl}, HERE)
    assert isinstance(made, Item), made
    return made


@pytest.mark.parametrize("form", FORMS)
def test_demo_reads_back_equal(form: str) -> None:
    """Every source of the demo comes back from each format as it was."""
    items = sorted(demo(), key=lambda item: item.key)
    assert [one.csl for one in back(items, form)] == [one.csl for one in items]


TEXT = st.text(
    st.sampled_from(string.ascii_letters + " -–—'’\"“`.,:;&%$#_{}~^\\@/()[]<>=|é北\n"), min_size=1, max_size=30
)
WORDS = TEXT.map(lambda text: " ".join(text.split())).filter(bool)
PARTS = st.fixed_dictionaries(
    {"family": WORDS},
    optional={"given": WORDS, "suffix": WORDS, "non-dropping-particle": WORDS, "dropping-particle": WORDS},
)
NAMES = st.lists(PARTS | st.fixed_dictionaries({"literal": WORDS}), min_size=1, max_size=3)
DATES = st.sampled_from(
    ["1945", "1945-08", "1945-08-09", "1945~", "1949?", "194X", "1945/1949", "../1855", "-0586", "1999-21", "in press"]
)
ITEMS = st.fixed_dictionaries(
    {
        "id": st.just("a-1"),
        "type": st.sampled_from(["book", "treaty", "article-newspaper", "webpage", "chapter", "interview", "report"]),
    },
    optional={
        "title": WORDS,
        "title-short": WORDS,
        "container-title": WORDS,
        "author": NAMES,
        "editor": NAMES,
        "recipient": NAMES,
        "issued": DATES,
        "accessed": DATES,
        "page": WORDS | st.sampled_from(["3-9", "3", "3–9"]),
        "number": WORDS,
        "issue": WORDS,
        "volume": WORDS,
        "publisher": WORDS,
        "note": TEXT,
        "abstract": TEXT,
        "URL": WORDS,
        "DOI": WORDS,
        "language": st.sampled_from(["en", "ja", "de-AT", "tlh"]),
        "jurisdiction": WORDS,
        "keyword": WORDS,
        "custom": st.fixed_dictionaries(
            {},
            optional={
                "kind": st.just("primary"),
                "reliability": WORDS,
                "origin": WORDS,
                "archive": WORDS,
                "box": WORDS,
            },
        ),
    },
)


@settings(max_examples=150, deadline=None)
@given(ITEMS, st.sampled_from(("json", "ris")))
def test_any_item_reads_back_equal(csl: dict[str, Any], form: str) -> None:
    """Whatever stands in a source, CSL-JSON and RIS give it back."""
    made = item(**csl)
    assert [one.csl for one in back([made], form)] == [made.csl]


@settings(max_examples=12, deadline=None)
@given(st.lists(ITEMS, min_size=10, max_size=25))
def test_any_item_reads_back_equal_from_bibtex(many: list[dict[str, Any]]) -> None:
    """Whatever stands in a source, BibTeX gives it back."""
    items = [item(**{**csl, "id": f"k{number:02}"}) for number, csl in enumerate(many)]
    assert [one.csl for one in back(items, "bib")] == [one.csl for one in items]


def test_entries_are_what_others_read() -> None:
    """Common variables stand in the common fields, and nothing is said twice."""
    made = item(
        title="A & B's <i>end</i>",
        author=[{"family": "Leyen", "given": "U.", "non-dropping-particle": "von der"}, {"literal": "Ministry of X"}],
        issued="1945-08~",
        publisher="Press",
        language="en",
        custom={"kind": "primary", "reliability": "seen"},
        jurisdiction="Japan",
    )
    assert export_bibtex([made])["a"] == (
        "@book{a,\n  author = {von der Leyen, U. and {Ministry of X}},\n  title = {A \\& B\\textquotesingle{}s \\emph{end}},\n"
        "  date = {1945-08~},\n  publisher = {Press},\n  langid = {english},\n  kind = {primary},\n  reliability = {seen},\n"
        "  csl-jurisdiction = {Japan}\n}"
    )
    assert export_ris([made])["a"] == (
        "TY  - BOOK\nID  - a\nAU  - von der Leyen, U.\nAU  - Ministry of X,\nPY  - 1945-08~\nDA  - 1945-08~\n"
        "TI  - A & B's <i>end</i>\nPB  - Press\nLA  - en\nN1  - kind: primary\nN1  - reliability: seen\n"
        "N1  - csl-jurisdiction: Japan\nER  - "
    )


def test_demo_needs_few_extensions() -> None:
    """Most of what the demo says stands in fields that every program knows."""
    text = export(demo(), "bib")
    assert text.count("  csl-") < len(demo())


def test_without_pandoc_nothing_is_lost() -> None:
    """Entries that cannot be checked carry everything exactly."""
    made = item(title="T", note="two\nlines {")
    text = export_bibtex([made], program="/nowhere/pandoc")["a"]
    found, faults = read_bibliography(Source("a.bib", text))
    assert faults == ()
    assert found[0].csl == made.csl


def test_json_is_sorted() -> None:
    """The file does not depend on the order in which sources are read."""
    two = [item(id="b"), item(id="a")]
    assert export_json(two) == export_json(two[::-1])
