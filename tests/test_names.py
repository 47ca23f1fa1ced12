"""Names in running text, and the automatic links that they become."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from resolving import cases, concept, glossary, resolve

from glossator.resolve.index import Lookup
from glossator.resolve.names import find_names
from glossator.resolve.tokens import fold, tokens

WORDS = st.lists(
    st.sampled_from(
        [
            "Kuril",
            "Kurils",
            "island",
            "islands",
            "US",
            "us",
            "Joint",
            "of",
            "the",
            "'",
            "’",
            ".",
            "-",
            "北方",
            "領土",
            "s",
            "é",
        ]
    ),
    max_size=30,
)


@pytest.mark.parametrize(("title", "text", "expected"), cases("autolinks.md"))
def test_names_become_links_as_the_case_says(title: str, text: str, expected: str) -> None:
    """Each case of FORMAT.md §4, automatic links."""
    head, body = text.split("\n---\n", 1)
    lines = head.split("\n")
    senses = {
        fold(name): slug for name, slug in (line[7:].split(" = ") for line in lines if line.startswith("senses:"))
    }
    facts = glossary(*(line for line in lines if not line.startswith("senses:")))

    found = resolve(body, facts, senses=senses)

    assert found.links == expected, title
    assert not found.faults


@given(WORDS, st.lists(WORDS.map(" ".join).filter(str.strip), max_size=5), st.booleans())
def test_find_names_gives_what_stands_there(words: list[str], names: list[str], spaced: bool) -> None:
    """What is found is in order, without overlap, and is the name, but for case, plural and a last full stop."""
    text = (" " if spaced else "").join(words)
    facts = glossary(*(f"c{number}: {name}" for number, name in enumerate(names)))
    done = 0
    for found in find_names(text, Lookup(facts), {}):
        assert done <= found.span.start < found.span.end
        done = found.span.end
        shown, name = fold(found.span.of(text)), fold(found.name)
        assert shown.replace(" ", "").startswith(name[:-2].replace(" ", "")[:1])
        assert len(tokens(shown)) == len(tokens(name))
        assert found.slugs


def test_find_names_many_that_begin_alike_are_all_told_apart() -> None:
    """Of a thousand names with the same first words each one is found, and only it."""
    facts = glossary(*(f"c{number}: Treaty of {number}" for number in range(1000)))
    for number in (0, 1, 10, 999):
        assert [found.slugs for found in find_names(f"the treaty of {number} there", Lookup(facts), {})] == [
            (f"c{number}",)
        ]
    assert not list(find_names("the treaty of 1000, a treaty of", Lookup(facts), {}))


def test_find_names_gives_the_language_of_the_name() -> None:
    """An alias in another language comes with it."""
    facts = glossary("nt: Northern Territories = 北方領土@ja")
    (found,) = find_names("北方領土", Lookup(facts), {})
    assert (found.name, found.lang, found.slugs) == ("北方領土", "ja", ("nt",))
    assert concept("nt: Northern Territories = 北方領土@ja").aliases[0].lang == "ja"
