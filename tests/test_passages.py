"""The words of a source for which it is cited, and the addresses that lead to them."""

from __future__ import annotations

import re
import time
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from resolving import PLACE, resolve
from told import Told, index_names

from glossator.model.source import Item
from glossator.render.text_fragments import passage_address, passage_link
from glossator.resolve.passages import passage, quoted_words

LONG = "The Union of Soviet Socialist Republics and Japan agree to continue, after the restoration of normal diplomatic relations, negotiations for the conclusion of a peace treaty between them."
URL = "https://example.org/a"


def sources(**languages: str) -> Told:
    """Give the facts of some sources by key and language."""
    items = [
        Item(key, PLACE, {"id": key, "type": "book", "title": key.title()}, key.title(), language=lang)
        for key, lang in languages.items()
    ]
    return index_names([], (), (), (), items)


def item(url: str = "", doi: str = "", archive: str = "", language: str = "") -> Item:
    """Make a source that can be read somewhere."""
    csl = {"id": "k", "type": "webpage", "URL": url, "DOI": doi}
    return Item("k", PLACE, {name: value for name, value in csl.items() if value}, archive=archive, language=language)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he said “never signed a treaty”", "never signed a treaty"),
        ("“one” and “two three.”", "two three."),
        ("“one two”, ", "one two"),
        ("“one two”.", "one two"),
        ("“he said ‘no’ to it”", "he said ‘no’ to it"),
        ('as "two words"', "two words"),
        ("„zwei Wörter“", "zwei Wörter"),
        ("„dwa słowa”", "dwa słowa"),
        ("« deux mots »", "deux mots"),
        ("»zwei Wörter«", "zwei Wörter"),
        ("は「平和条約の締結」", "平和条約の締結"),
        ("‘Japan’s islands’", "Japan’s islands"),
        ("“a “b” c”", "a “b” c"),
        ("the islands’", ""),
        ("no quotation", ""),
        ("“open", ""),
        ("closed”", ""),
        ('closed"', ""),
        ("”två ord”", "två ord"),
        ("“words” he said", ""),
        ("", ""),
    ],
)
def test_quotation_that_ends_a_text_is_found(text: str, expected: str) -> None:
    """The marks are those of any language, also one in another; a stop may follow them."""
    assert quoted_words(text) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("never signed a treaty", ("never signed a treaty",)),
        ("a peace treaty,", ("a peace treaty",)),
        ("such islands as … we determine", ("such islands as", "we determine")),
        ("[T]he Parties shall [not] meet again", ("Parties shall", "meet again")),
        ("the one word… and more words here", ("the one", "and more words here")),
        ("one [...] two", ("one",)),
        (LONG, ("The Union of Soviet Socialist Republics", "of a peace treaty between them")),
        (
            "The first paragraph is here.\nThe last one is here.",
            ("The first paragraph is here", "The last one is here"),
        ),
        ("和" * 80 + "、" + "平" * 80 + "。", ("和" * 80, "平" * 80)),
        ("和" * 200, ("和" * 200,)),
        ("[…]", ()),
        ("", ()),
    ],
)
def test_passage_is_short_and_stands_in_the_source(words: str, expected: tuple[str, ...]) -> None:
    """Long passages are their ends; what an editor left out or put in is in neither."""
    assert passage(words) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It says “no treaty was ever signed” [@en].", [("no treaty was ever signed",)]),
        ("It says “no treaty was ever signed.” [see @en, p. 3; @any]", [("no treaty was ever signed",), ()]),
        ("It says “no treaty was ever signed” (@en [p. 3]).", [()]),
        ("“No treaty was ever signed” @en [p. 3]", [("No treaty was ever signed",)]),
        ("“No treaty was ever signed”, he said, and then left [@en].", [()]),
        ("So-called “islands” [@en] and “no treaty was signed” [@ja].", [(), ()]),
        ("It says “no treaty was signed” [@any].", [("no treaty was signed",)]),
        ("Look.\n\n> No treaty was signed. [@en]\n", [("No treaty was signed",)]),
        ("Look.\n\n> No treaty was signed.\n>\n> — @en [p. 3]\n", [("No treaty was signed",)]),
        ("Look.\n\n> No treaty was signed.\n>\n> None ever will be.\n\n[@en]\n", [("No treaty was signed", "None ever will be")]),
        ("Look.\n\n> No treaty was signed.\n\n— @en [p. 3]\n", [("No treaty was signed",)]),
        ("Look.\n\n> No treaty was signed.\n\nThat is what it says [@en].\n", [()]),
        ("Look.\n\n> No treaty was signed [@en].\n\n[@any]\n", [("No treaty was signed",), ()]),
        ("Look.\n\n> No treaty was signed [@en]. None ever will be [@any].\n", [("No treaty was signed",), ("None ever will be",)]),
        ("Look.\n\n> > No treaty was signed.\n>\n> [@en]\n", [("No treaty was signed",)]),
        ("[@en]", [()]),
        ('So it is [@en, p. 3]{quote="no treaty"}.', [("no treaty",)]),
        ("As @en [p. 3]{quote='a \"treaty\" of sorts'} and @ja{quote=\"平和条約\"} say.", [('a "treaty" of sorts',), ("平和条約",)]),
        ('So it is “no treaty was signed” [@en]{quote="none\nwas made"}.', [("none was made",)]),
    ],
)  # fmt: skip
def test_cite_stands_for_what_is_quoted_before_it(text: str, expected: list[tuple[str, ...]]) -> None:
    """Quotation marks or a blockquote right before a cite give its passage, unless the source is in another language; an editor's words go first."""
    found = resolve(text, sources(en="en-GB", ja="ja", any=""))

    assert [cite.passage for cite in found.resolved.cites] == expected
    assert not found.faults
    assert "{" not in found.resolved.html


@pytest.mark.parametrize(
    ("source", "address"),
    [
        (item(URL), f"{URL}#:~:text=one%2C%20two"),
        (item(f"{URL}#part"), f"{URL}#part:~:text=one%2C%20two"),
        (item(archive="https://example.org/snapshot"), "https://example.org/snapshot#:~:text=one%2C%20two"),
        (item("https://doi.org/10.1/x", archive=URL), f"{URL}#:~:text=one%2C%20two"),
        (item("https://www.doi.org/10.1/x"), ""),
        (item(doi="10.1/x"), ""),
        (item("https://example.org/a.PDF"), ""),
        (item("https://example.org/a?file=b.pdf"), "https://example.org/a?file=b.pdf#:~:text=one%2C%20two"),
        (item("ftp://example.org/a"), ""),
        (item("https://[broken"), ""),
        (item(), ""),
    ],
)
def test_address_leads_to_where_words_can_be_found(source: Item, address: str) -> None:
    """A page or its snapshot, not a resolver, not a file that browsers find nothing in."""
    assert passage_address(source, ("one, two",)) == address
    assert passage_address(source, ()) == ""


def test_link_is_named_by_the_words() -> None:
    """By sixty letters, of a range by those of both ends; the language is said only if it is another one."""
    for words, language, label, lang in (
        (("one-and, two & three",), "en", "“one-and, two & three”", ""),
        (("letters in words " * 4,), "", "“letters in words letters in words letters in words letters …”", ""),
        (("Gens una sumus, sine dubio, omnes", "et omnium rerum gratia pro patria"), "la", "“Gens una sumus, sine dubio, … rerum gratia pro patria”", "la"),
        (("和" * 80, "平和"), "ja", "“" + "和" * 30 + " … 平和”", "ja"),
    ):  # fmt: skip
        link = passage_link(item(URL, language=language), words, "en")
        assert link
        assert (link.label, link.lang) == (label, lang)
    assert passage_link(item(), ("one",), "en") is None


@given(st.text(alphabet=st.sampled_from('ab -,&…[]\n.“”’"「」和、é%#'), max_size=400))
def test_any_words_make_an_address_that_says_them(words: str) -> None:
    """No word is in a passage that the quotation lacks, and nothing in it is taken for syntax of the address."""
    found = passage(words)
    assert len(found) <= 2
    for part in found:
        assert part in " ".join(words.split("\n")) or part in words
    address = passage_address(item(URL), found)
    assert bool(address) == bool(found)
    if found:
        said = address.removeprefix(f"{URL}#:~:text=")
        assert re.fullmatch(r"[\w.~%,]+", said, re.ASCII)
        assert [unquote(part) for part in said.split(",")] == [" ".join(part.split()) for part in found]


def test_cost_is_linear_in_cites() -> None:
    """A paragraph of many cites after closing marks takes no time that grows with its square."""
    took = []
    for count in (200, 1600):
        text = "words of it’ [@en] " * count
        began = time.process_time()
        resolve(text, sources(en="en"))
        took.append(time.process_time() - began)
    assert took[1] < 30 * took[0]
