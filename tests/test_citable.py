from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from glossator.model.source import Item
from glossator.model.text import Place
from glossator.render.citable import cite_this, coins, highwire, make_records, own_words


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


def test_records_are_written_once_and_then_stored() -> None:
    """What was written is taken from the store, until the item changes."""
    store: dict[str, str] = {}
    first = make_records([item("book")], store)
    stored = dict(store)

    again = make_records([item("book")], store)
    other = make_records([item("book", publisher="Press")], store)

    assert store != stored
    assert set(stored) < set(store)
    assert again == first
    assert "Press" in other.bibtex["k"]
    assert [record.label for record in first.view(item("book"))] == ["BibTeX", "RIS", "CSL-JSON"]
    assert first.ris["k"].startswith("TY  - BOOK")


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
