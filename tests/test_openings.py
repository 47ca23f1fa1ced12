"""How texts of ours begin on the cards of other pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.model.prose import START, STOP, plain_text
from glossator.resolve.openings import opening
from glossator.resolve.prose import Resolved


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("<p>One <em>and</em> two.</p><p>Three.</p>", "One <em>and</em> two."),
        (f'<p>Said {START}0{STOP}, and <a class="term" href="x">named</a>.</p>', "Said, and named."),
        ('<p>Why<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>?</p>', "Why?"),
        ('<p>A <span id="x" lang="ja">港</span>.</p>', 'A <span lang="ja">港</span>.'),
        ('<div class="callout"><p class="callout-title">Note</p><p>Text &amp; more.</p></div>', "Text &amp; more."),
        ("<ul><li>One &lt;</li><li>two</li></ul>", "One &lt; two"),
        ('<p>With <img src="a.png" alt=""> a picture.</p>', "With  a picture."),
    ],
)
def test_opening_is_the_first_paragraph_without_links(html: str, expected: str) -> None:
    """Markup stays, what leads elsewhere goes; a text without a paragraph gives its words."""
    assert opening(Resolved(html)) == expected


def test_opening_is_cut_after_a_sentence_or_at_a_word() -> None:
    """A long paragraph ends after a sentence, a long sentence at a word, a long word anywhere."""
    sentences = "This is the <i>first</i> of many. " * 30
    assert opening(Resolved(f"<p>{sentences}</p>")).endswith("many.")
    assert opening(Resolved(f"<p>{'word ' * 200}</p>")).endswith("word …")
    assert opening(Resolved(f"<p>{'x' * 900}</p>")) == "x" * 420 + " …"


@given(st.text(alphabet=st.sampled_from(list("ab. &<>!?ö港")), max_size=900))
def test_opening_is_never_long(text: str) -> None:
    """Whatever the text, an opening has some 420 characters at most and is a beginning of it."""
    from html import escape

    shown = plain_text(opening(Resolved(f"<p>{escape(text)}</p>")))
    assert len(shown) <= 422
    assert " ".join(text.split()).startswith(shown.removesuffix(" …"))
