"""The sentence in which something stands."""

from __future__ import annotations

import re

import pytest
from conftest import LINEAR, growth
from hypothesis import given
from hypothesis import strategies as st

from glossator.model.text import Span
from glossator.resolve.sentences import Blocks, sentence_around, sentence_ends, shown_sentence


def cut(text: str) -> list[str]:
    """Cut a text into its sentences."""
    ends = sentence_ends(text)
    return [text[start:end].strip() for start, end in zip((0, *ends), ends, strict=False) if text[start:end].strip()]


@pytest.mark.parametrize(
    "sentences",
    [
        ["It ended.", "Then?", "Now!", "And…", "Here"],
        ["See art. 25, p. 3, pp. 4–5, vol. 2, c. 1945, cf. Brown et al. 2016, No. 5."],
        ["J. F. Dulles and Gen. MacArthur met on 3 Sept. 1950.", "Dr. Who came."],
        ["The U.S. Senate agreed, e.g. Later on, i.e. Never.", "So it went."],
        ["He said: “No.”", "“Yes,” she said.", "(It was so.)", "[Sic.]"],
        ["It was the author’s.", "It is true."],
        ["up to 3.5 per cent. of it all, then. so"],
        ["北方領土。", "次の文？", "「はい。」", "終わり"],
        ["Это конец.", "Вот г. Токио и т. п. так.", "Да."],
        ["Was it؟", "نعم۔", "یہ"],
        ["école. été finit.", "École."],
        ["Wait... what is this"],
        ["1. x"],
    ],
)
def test_sentence_ends_are_found(sentences: list[str]) -> None:
    """Stops end sentences; abbreviations, initials, numbers and what goes on small do not."""
    assert cut(" ".join(sentences)) == sentences or cut("".join(sentences)) == sentences


@given(st.text(st.sampled_from("aB .。?\n”(1é"), max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_sentence_around_holds_its_span(text: str, one: int, other: int) -> None:
    """The sentence holds all of the span but white space at its ends, and is stripped."""
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    found = sentence_around(text, Span(start, end))
    assert found.of(text) == found.of(text).strip()
    assert text[start:end].strip() in found.of(text)
    assert found == sentence_around(text, Span(start, end), sentence_ends(text))


@given(st.text(st.sampled_from("aB .。<&\n"), max_size=900), st.integers(0, 900), st.integers(0, 900), st.booleans())
def test_shown_sentence_is_safe_and_has_the_words(text: str, one: int, other: int, emphasise: bool) -> None:
    """Only `<b>` is markup, and the words in it are those of the span."""
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    html = shown_sentence(text, Span(start, end), emphasise=emphasise)
    bold = re.findall("<b>(.*?)</b>", html)
    assert len(bold) == (emphasise and bool(text[start:end].strip()))
    rest = re.sub("</?b>", "", html)
    assert "<" not in rest
    assert not re.search("&(?!lt;|amp;)", rest)
    if bold:
        words = text[start:end].replace("&", "&amp;").replace("<", "&lt;")
        assert " ".join(bold[0].split()) == " ".join(words.split())


def test_shown_sentence_long_ones_are_cut_at_words() -> None:
    """Of a long sentence some two hundred characters stand on both sides, cut at spaces, with marks of omission."""
    text = "word " * 200 + "middle" + " word" * 200
    html = shown_sentence(text, Span(1000, 1006), emphasise=True)
    assert html.startswith("… word ")
    assert html.endswith(" word …")
    assert " <b>middle</b> " in html
    assert 380 < len(html) < 440
    assert shown_sentence(text, Span(0, 4), emphasise=True).startswith("<b>word</b> word")
    assert shown_sentence(text, Span(len(text) - 4, len(text)), emphasise=True).endswith("word <b>word</b>")


def test_shown_sentence_without_spaces_is_cut_all_the_same() -> None:
    """A long text without spaces, as in Japanese, is cut by length, also if a space comes far behind."""
    text = "あ" * 500 + "い" + "う" * 500 + " え"
    html = shown_sentence(text, Span(500, 501), emphasise=True)
    assert html == "… " + "あ" * 210 + "<b>い</b>" + "う" * 210 + " …"


def test_sentence_ends_are_linear() -> None:
    """Stops, spaces and quotes in any number take time in proportion."""
    for piece in (".", ". ", ' "', "a. ", "A.", '."'):
        assert growth(lambda size, piece: sentence_ends(piece * (size // len(piece))), 10_000, piece) < LINEAR


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("It began. They fled by boat. See Nemuro.", "Nemuro", "They fled by boat. See <b>Nemuro</b>."),
        ("They fled by boat. See also the city of Nemuro.", "Nemuro", "See also the city of <b>Nemuro</b>."),
        ("See Nemuro. It began.", "Nemuro", "See <b>Nemuro</b>."),
        ("They fled & went. Nemuro", "Nemuro", "They fled &amp; went. <b>Nemuro</b>"),
    ],
)
def test_a_sentence_that_says_little_comes_with_the_one_before(text: str, words: str, shown: str) -> None:
    """“See also” and no more tells nobody why; with nothing before it, it stands alone."""
    at = text.index(words)
    assert shown_sentence(text, Span(at, at + len(words)), emphasise=True) == shown


def test_linked_words_that_are_all_of_a_cell_come_with_their_row() -> None:
    """A name in a table says nothing without what stands beside it; a row that is too long is left out."""
    cells = ["Island ", "Nemuro ", "7,364 & more ", "Shikotan ", "x" * 500 + " ", "Nemuro "]
    starts = [sum(map(len, cells[:number])) for number in range(len(cells))]
    rows = [Span(0, starts[3]), Span(starts[3], starts[5])]
    blocks = Blocks("".join(cells), starts, rows)

    def told(number: int) -> str:
        return blocks.sentence(Span(starts[number], starts[number] + len(cells[number]) - 1), emphasise=True)

    assert told(1) == "Island · <b>Nemuro</b> · 7,364 &amp; more"
    assert told(3) == "<b>Shikotan</b>"
    assert told(5) == "<b>Nemuro</b>"
