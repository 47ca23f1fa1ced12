from __future__ import annotations

from typing import Any

import pytest

from glossator.model.source import Item
from glossator.model.text import Place
from glossator.read.bib_item import make_item
from glossator.render.source_view import _decade


def item(**csl: Any) -> Item:
    """Make an item that must be right."""
    made = make_item({"id": "key", "type": "book", **csl}, Place("x.json"))
    assert isinstance(made, Item), made
    return made


DOE = {"family": "Doe", "given": "Jane"}


@pytest.mark.parametrize(
    ("csl", "expected"),
    [
        ({"author": [DOE], "issued": "2016"}, "Doe 2016"),
        ({"author": [DOE, {"family": "Roe"}], "issued": "2016"}, "Doe & Roe 2016"),
        ({"author": [DOE, {"family": "Roe"}, {"family": "Poe"}], "issued": "1945/1949"}, "Doe et al. 1945–1949"),
        ({"author": [DOE, {"literal": "others"}]}, "Doe et al. n.d."),
        ({"editor": [DOE], "issued": "1945~"}, "Doe c. 1945"),
        ({"title": "The Long Title", "title-short": "Short 1956", "issued": "1956"}, "Short 1956"),
        ({"title": "A <i>Homo</i>", "issued": "-0043"}, "A Homo 44 BCE"),
        (
            {"type": "article-newspaper", "title": "News", "container-title": "The Gazette", "issued": "1999"},
            "The Gazette 1999",
        ),
        ({"type": "treaty", "title": "Treaty", "container-title": "Series", "issued": "soon"}, "Treaty soon"),
        ({}, "key n.d."),
    ],
)
def test_short_label_names_author_and_year(csl: dict[str, Any], expected: str) -> None:
    """A label has the first names, or what stands for them, and the year, and says no year twice."""
    assert item(**csl).short == expected


def test_names_in_words() -> None:
    """Names are in their natural order, particles and suffixes in their places."""
    names = [
        {"family": "Leyen", "given": "Ursula", "non-dropping-particle": "von der"},
        {"family": "Arcy", "given": "Jean", "dropping-particle": "d’"},
        {"family": "Smith", "given": "Robert", "suffix": "Jr."},
        {"literal": "Ministry"},
        {"literal": "others"},
    ]
    made = item(author=names)
    assert made.authors == ("Ursula von der Leyen", "Jean d’Arcy", "Robert Smith Jr.", "Ministry", "et al.")
    assert made.sort_name == "von der Leyen"
    assert item(title="The Whole").sort_name == "Whole"
    assert item().authors == ()


def test_identifiers_are_bare() -> None:
    """A DOI has no resolver before it, and serves as the address if there is no other."""
    made = item(DOI="https://doi.org/10.1000/1", ISBN="978-1")
    assert (made.doi, made.url, made.isbn) == ("10.1000/1", "https://doi.org/10.1000/1", "978-1")
    assert item(URL="http://x.org", DOI="10.1/1").url == "http://x.org"
    assert item().url == ""


def test_slug_is_a_file_name() -> None:
    """What no file system or address takes becomes a hyphen."""
    keys = ("brown-2016", "DBLP:journals/x", "阿部-2001", "..", "http://zotero.org/users/1")
    assert [item(id=key).slug for key in keys] == [
        "brown-2016",
        "DBLP-journals-x",
        "阿部-2001",
        "source",
        "http-zotero.org-users-1",
    ]


def test_items_are_equal_that_say_the_same() -> None:
    """The place does not count, so that a source may stand in two files; all else does."""
    twin = make_item({"id": "key", "type": "book"}, Place("y.json", 9))
    assert item() == twin
    assert hash(item()) == hash(twin)
    assert item() != item(title="T")
    assert item() != "key"


def test_notes_and_ours_are_at_hand() -> None:
    """Notes are one text, our own fields are attributes."""
    custom = {"kind": "primary", "reliability": "seen", "origin": "wire", "archive": "http://a.org"}
    made = item(
        note="One <b>note</b>.", annote="Another.", abstract="About <i>it</i>.", language="english", custom=custom
    )
    assert (made.note, made.abstract, made.language) == ("One note.\n\nAnother.", "About it.", "en")
    assert (made.kind, made.reliability, made.origin, made.archive) == ("primary", "seen", "wire", "http://a.org")
    assert (made.type, made.text("custom"), made.container) == ("book", "", "")


@pytest.mark.parametrize(
    ("issued", "decade"),
    [("2017-11-02", "2010s"), ("1945/1949", "1940s"), ("0007", "0s"), ("-0043", "40s BCE"), ("", "Undated")],
)
def test_sources_are_grouped_by_decade(issued: str, decade: str) -> None:
    """A source stands under the ten years of its first year; one without a year comes last."""
    found = _decade(item(issued=issued) if issued else item())
    assert found[1] == decade
    assert _decade(item(issued="-0585")) < _decade(item(issued="-0043")) < _decade(item(issued="1990"))
    assert found <= _decade(item())
    assert _decade(item(issued={"literal": "in the days of old"}))[1] == "Undated"
