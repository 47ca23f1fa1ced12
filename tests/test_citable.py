from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from glossator.model.source import Item
from glossator.model.text import Place, Source
from glossator.read.bibliography import read_bibliography
from glossator.render.citable import bibliography, cite_this, coins, highwire, keep_entries, own_words, records


def item(type_: str, **csl: object) -> Item:
    """Make an item of some CSL type."""
    given = {"id": "k", "type": type_, "title": "A title", "author": [{"family": "Roe", "given": "Ann"}], **csl}
    return Item("k", Place("s.json"), given, "A title", issued="2001-05", language="en")


@pytest.mark.parametrize(
    ("type_", "csl", "expected"),
    [
        ("book", {"ISBN": "978-1"}, {"rft_val_fmt": "info:ofi/fmt:kev:mtx:book", "rft.genre": "book", "rft.btitle": "A title", "rft.isbn": "978-1"}),
        ("chapter", {"container-title": "Whole"}, {"rft.genre": "bookitem", "rft.atitle": "A title", "rft.btitle": "Whole"}),
        ("article-journal", {"container-title": "J", "DOI": "10.1/x"}, {"rft.atitle": "A title", "rft.jtitle": "J", "rft_id": "info:doi/10.1/x"}),
        ("treaty", {}, {"rft.genre": "document", "rft.btitle": "A title"}),
        ("webpage", {"URL": "https://example.org/"}, {"rft_val_fmt": "info:ofi/fmt:kev:mtx:dc", "rft.title": "A title", "rft.creator": "Ann Roe", "rft_id": "https://example.org/"}),
    ],
)  # fmt: skip
def test_coins_name_the_item_in_openurls_words(type_: str, csl: dict[str, object], expected: dict[str, str]) -> None:
    """A reference manager finds title, names, date and identifier under the keys of the item's format."""
    pairs = {key: values[0] for key, values in parse_qs(coins(item(type_, **csl))).items()}

    assert pairs["ctx_ver"] == "Z39.88-2004"
    assert pairs["rft.date"] == "2001-05"
    assert expected.items() <= pairs.items()


def test_highwire_tags_leave_out_what_is_not_known() -> None:
    """There is a tag for each author, and none that is empty."""
    tags = highwire(item("article-journal", author=[{"family": "Roe", "given": "Ann"}, {"literal": "Desk"}]))

    assert ("citation_title", "A title") in tags
    assert [content for name, content in tags if name == "citation_author"] == ["Ann Roe", "Desk"]
    assert ("citation_publication_date", "2001/05") in tags
    assert all(content for _, content in tags)


def test_records_are_what_reference_managers_take() -> None:
    """A source comes in three formats, each under a name to keep it by."""
    found = records(item("book", publisher="Press"))

    assert [(record.label, record.file) for record in found] == [
        ("BibTeX", "k.bib"),
        ("RIS", "k.ris"),
        ("CSL-JSON", "k.json"),
    ]
    assert found[0].text.startswith("@book{k,")
    assert found[1].text.startswith("TY  - BOOK")


@pytest.mark.parametrize("ending", ["bib", "ris", "json"])
def test_bibliography_reads_back_equal(ending: str) -> None:
    """The file of all sources holds what the sources say, sorted by key."""
    items = [item("book", publisher="Press"), item("webpage", URL="https://example.org/")]
    items[1] = Item("a", Place("s.json"), {**items[1].csl, "id": "a"}, "A title")

    store: dict[str, str] = {}
    text = bibliography(items, ending, store).decode()
    back, faults = read_bibliography(Source(f"sources.{ending}", text))

    assert faults == ()
    assert [(each.key, each.csl) for each in back] == [(each.key, each.csl) for each in reversed(items)]
    keep_entries(items, store)
    assert len(store) == 4
    assert bibliography(items, ending, store).decode() == text
    changed = Item("a", Place("s.json"), {**items[1].csl, "title": "Another"}, "Another")
    assert "Another" in bibliography([items[0], changed], ending, store).decode()


def test_own_words_give_who_what_where_when_and_which_version() -> None:
    """A citation in plain words can be copied into a mail."""
    words = own_words(
        item("webpage", **{"container-title": "Site", "URL": "https://example.org/a", "version": "abc"}), "5 May 2001"
    )

    assert words == "Ann Roe, “A title”, Site, 5 May 2001, https://example.org/a, version abc."


def test_cite_this_gives_words_version_and_records() -> None:
    """A reader can copy a citation of our page in every format, with its version."""
    view = cite_this(item("webpage", URL="https://example.org/a", version="abc"), "5 May 2001")

    assert (view.permalink, view.version) == ("https://example.org/a", "abc")
    assert "5 May 2001" in view.words
    assert all("https://example.org/a" in record.text for record in view.records)
