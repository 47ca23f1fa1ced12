"""Words of a text, and the form in which names are compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.resolve.tokens import _WESTERN, _WESTERN_WORD, _pattern, fold, separator, tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S.-Japan treaty of 1960", "The|U|S|Japan|treaty|of|1960"),
        ("Japan's Koreaʼs Hawaiʻi", "Japan|s|Korea|s|Hawai|i"),
        ("snake_case", "snake|case"),
        ("北方領土の日", "北|方|領|土|の|日"),
        ("アイヌモシリ・アイヌ民族", "アイヌモシリ|アイヌ|民|族"),
        ("ㇷ゚ ﾎｯﾎﾟｳ", "ㇷ゚|ﾎｯﾎﾟｳ"),
        ("か\u3099葛\U000e0100", "が|葛"),
        ("일본은", "일|본|은"),
        (unicodedata.normalize("NFD", "일본"), "일|본"),
        ("भारती भारत", "भारती|भारत"),
        ("ประเทศ", "ป|ร|ะ|เ|ท|ศ"),
        ("Ku\u00adrils Ho\u0304kkaido", "Kurils|Hōkkaido"),
        ("", ""),
        ("— … !", ""),
    ],
)
def test_tokens_are_the_words(text: str, words: str) -> None:
    """Letters, digits and marks hold together, apostrophes cut; Chinese, Thai, Hangul stand one by one; katakana runs on."""
    assert "|".join(word.text for word in tokens(text)) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("İstanbul", "i\u0307STANBUL"),
        ("  a \n b\u00a0c ", "A B C"),
        ("‘a’ – “b”", "'a' - \"b\""),
        ("ＮＡＴＯ", "nato"),
        ("ﾎｯﾎﾟｳ", "ホッポウ"),
        ("Ku\u00adrils", "kurils"),
        ("Hoppo\u0304", "Hoppō"),
        ("\u2011", "-"),
        ("＂", '"'),
        ("´", "'"),
    ],
)
def test_fold_equal_names_are_equal(one: str, other: str) -> None:
    """Case, compatibility forms, composition, quotes, dashes, hidden marks and white space never tell names apart."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Oštro", "Ostro"), ("I", "ı"), ("か", "が"), ("a b", "ab"), ("ア", "あ")])
def test_fold_other_names_are_others(one: str, other: str) -> None:
    """Accents, dots, voice marks, spaces and scripts tell names apart."""
    assert fold(one) != fold(other)


@given(st.text())
def test_fold_is_stable(text: str) -> None:
    """What is folded folds to itself, whatever its case and form."""
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(st.text(st.characters() | st.sampled_from("Aa1 '’-\u00ad\u0301北アㇷ゚か゚ 한ñ")))
def test_tokens_stand_where_they_say(text: str) -> None:
    """Tokens are in order, apart, not empty, and what is between them holds no letter or digit of ASCII."""
    done = 0
    for word in tokens(text):
        assert done <= word.start < word.end
        assert word.folded == fold(text[word.start : word.end])
        assert not any(each.isascii() and each.isalnum() for each in text[done : word.start])
        done = word.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ""), (" \n", " "), (" – ", "-"), (", ", ","), ("\u00ad", ""), ("\u3000", " "), ("／", "/"), (". -", ". -")],
)
def test_separator_counts_space_only_alone(text: str, expected: str) -> None:
    """White space around a mark does not count, between words it does."""
    assert separator(text) == expected


@given(st.from_regex(_WESTERN, fullmatch=True) | st.text(st.sampled_from("aB1éß’'ʻʼ_\u00ad–… “”·²ª."), max_size=20))
def test_tokens_of_western_texts_are_the_same_by_the_pattern_for_all(text: str) -> None:
    """The pattern for Latin letters finds what the one for all scripts finds."""
    assert _WESTERN_WORD.findall(text) == [match.group() for match in _pattern().finditer(text)]
