from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.model.text import Span
from glossator.resolve.normalise import bare, cuts_word, letters, lower, plain, strip_markup

SPECIAL = "a b\n\t \u00ad\u200b—–--...…“”‘’'\"ﬁﬃ½éé́İẞς한각日本。、*_`~\\"
texts = st.text(st.one_of(st.sampled_from(SPECIAL), st.characters(codec="utf-8")), max_size=60)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("plain words", "plain words"),
        ("two  spaces\n\nand a\u00a0block", "two spaces and a block"),
        ("‘one’ “two” «three»", '\'one\' "two" "three"'),
        ("a–b — c -- d", "a-b - c - d"),
        ("wait... what…", "wait… what…"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("ﬁne oﬃce Ⅱ ＡＢ", "fine office II AB"),
        ("cafe\u0301", "caf\u00e9"),
        ("\u1112\u1161\u11ab", "\ud55c"),
        ("x ¨ y", "x ¨ y"),
        ("variant\ufe0f", "variant"),
    ],
)
def test_plain_gives_one_spelling(text: str, folded: str) -> None:
    """Characters that readers take for the same have one plain form."""
    assert plain(text).text == folded


@given(texts)
def test_plain_maps_back_within_the_text(text: str) -> None:
    """The offset map never falls and never leaves the original."""
    form = plain(text)

    assert len(form.starts) == len(form.ends) == len(form.text)
    assert list(form.starts) == sorted(form.starts)
    assert list(form.ends) == sorted(form.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(form.starts, form.ends, strict=True))


@given(texts)
def test_bare_maps_back_to_the_same_original(text: str) -> None:
    """Leaving characters out moves no other character."""
    form = plain(text)
    short = bare(form)
    places = {*zip(form.text, form.starts, form.ends, strict=True)}

    assert {*zip(short.text, short.starts, short.ends, strict=True)} <= places
    assert not set(short.text) & set(" *_`~\\")


@given(texts)
def test_plain_of_plain_is_itself(text: str) -> None:
    """Folding twice is folding once, but for marks that join only then."""
    once = plain(text).text

    assert plain(plain(once).text).text == plain(once).text


@given(texts)
def test_lower_keeps_the_length(text: str) -> None:
    """Offsets in a text and in its lower-case twin are the same."""
    assert len(lower(text)) == len(text)


def test_lower_folds_small_capitals_and_final_sigma() -> None:
    """Letters that are only shaped otherwise are the same letter."""
    assert len(lower("İSTANBUL")) == 8
    assert lower("ᴡᴀʀ ΛΌΓΟΣ λόγος") == "war λόγοσ λόγοσ"


def test_original_covers_a_whole_ligature() -> None:
    """A span that ends inside an expanded character covers it."""
    form = plain("a ﬁx")

    assert form.original(2, 3) == Span(2, 3)
    assert form.cover(Span(2, 4)) == (2, 5)


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("[text](url) and ![alt](i.png 'title')", "text and alt"),
        ("[text][ref], [北方]{lang=ja}", "text, 北方"),
        ("[[Name|shown]] and [[Name]]", "shown and Name"),
        ("a claim[^1] <em>here</em><!-- no -->", "a claim here"),
        ("<https://example.org/a> &amp; 1\\. x", "https://example.org/a & 1. x"),
        ("a[0] &copy=1 x < y", "a[0] &copy=1 x < y"),
    ],
)
def test_strip_markup_gives_what_is_shown(quote: str, shown: str) -> None:
    """Markdown of a quote reads as it would on the page."""
    assert strip_markup(quote) == shown


@pytest.mark.parametrize("text", ["ma|chine", "1|9", "1|,500", "1,|500", "3.|5", "can|'t", "can'|t", "e|\u0301x", "ท|ี่"])
def test_cuts_word_inside_words(text: str) -> None:
    """No end may fall inside a word, a number or a letter."""
    at = text.index("|")

    assert cuts_word(text.replace("|", ""), at)


@pytest.mark.parametrize(
    "text", ["|word", "word|", "the| end", "Japan|'s", "l'|État", "1956|, and", "北|方", "API|を", "state|_x"]
)
def test_cuts_word_between_words(text: str) -> None:
    """Between words, before a possessive and in scripts without spaces a quote may end."""
    at = text.index("|")

    assert not cuts_word(text.replace("|", ""), at)


def test_letters_weigh_scripts_alike() -> None:
    """A character of Han or kana says as much as half an English word."""
    assert letters("ten, 北方!") == 8.0
