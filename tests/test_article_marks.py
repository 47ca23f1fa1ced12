"""Marks, sigla and links have the form that the stylesheet and the reading page build on."""

from __future__ import annotations

import re

import pytest

from glossator.model.article import Article, Close, Open, Text
from glossator.model.text import Source, Span
from glossator.read.article import article_from_html, article_from_text
from glossator.render.article import ArticleBlock, Mark, TermLink, render_article

SIGLUM = re.compile(r'<a class="ref [^>]*href="#note-(\w+)"[^>]*>.*?</a>')


def article(html: str) -> Article:
    """Read a page."""
    return article_from_html(Source("article.html", html))[0]


def passage(text: str, words: str) -> Span:
    """Find words."""
    start = text.index(words)
    return Span(start, start + len(words))


def marks(text: str, *quotes: str) -> tuple[Mark, ...]:
    """Make a note of each quote, called a, b, c …; several targets are parted by a bar."""
    return tuple(
        Mark(
            "abcdefg"[i],
            i + 1,
            "claim",
            "g-claim",
            "",
            f"Note {i + 1}",
            tuple(passage(text, q) for q in quote.split("|")),
        )
        for i, quote in enumerate(quotes)
    )


def links(text: str, *names: str) -> tuple[TermLink, ...]:
    """Make links of names."""
    return tuple(TermLink(passage(text, name), "g.html", "c-g") for name in names)


def brief(blocks: tuple[ArticleBlock, ...]) -> str:
    """Shorten what is printed: `[a:` and `:a]` around segments, `^a` for sigla, `_` around words that stay with them."""
    html = SIGLUM.sub(r"^\1", "".join(block.html + block.space for block in blocks))
    html = re.sub(r' id="mark-([^"]*)" aria-details="note-\w+"', r' data-id="\1"', html)
    html = re.sub(r'<mark class="m k-claim([^"]*)" data-note="(\w+)"(?: data-id="([^"]*)")?>', _segment, html)
    html = html.replace('<a class="term" href="g.html" data-pop="c-g">', "<T>")
    html = html.replace('<span class="gap" data-ours> […] </span>', "…")
    while '<span class="nb">' in html:
        html = re.sub(r'<span class="nb">((?:(?!<span class="nb">).)*?)</span>', r"_\1_", html)
    return html.replace("</mark>", "]")


def _segment(match: re.Match[str]) -> str:
    return f"[{match[2]}{match[1].replace(' l', '')}{'*' if match[3] else ''}{match[3] if match[3] != match[2] else ''}:".replace(
        "None", ""
    )


def test_mark_has_the_form_of_the_reading_page() -> None:
    """A mark names its note and kind; its siglum is a link that a screen reader says in words, and ours."""
    plain, _ = article_from_text(Source("article.txt", "On 10 November 2017."))
    mark = Mark(
        "date", 3, "claim", "v-imprecise", "v-imprecise", 'Note 3. Claim, imprecise: "A" & B', (Span(3, 19),), True
    )

    (block,) = render_article(plain, (mark,))

    assert block == ArticleBlock(
        '<p>On <mark class="m k-claim approx" data-note="date" id="mark-date" aria-details="note-date">10 November '
        '<span class="nb">2017<a class="ref k-claim v-imprecise" href="#note-date"'
        ' aria-label="Note 3. Claim, imprecise: &quot;A&quot; &amp; B" data-ours><svg class="g" aria-hidden="true">'
        '<use href="#v-imprecise"/></svg><b>3</b></a></span></mark>.</p>',
        1,
        ("date",),
        "",
    )


@pytest.mark.parametrize(
    ("html", "quotes", "expected"),
    [
        # Nested, and ending together: each siglum stands in its own mark, the inner one first.
        ("<p>a b c</p>", ("a b c", "b c"), "<p>[a*:a [b1*:b ]_[b1:_c^b_]^a_]</p>"),
        # Overlapping: the second is cut where the first ends, and keeps its level.
        ("<p>a b c</p>", ("a b", "b c"), "<p>[a*:a _[b1*:b]^a_][b1: _c^b_]</p>"),
        # A passage that covers an element stays open around it; one that crosses it is cut.
        ("<p>a <em>b</em> c</p>", ("a b c",), "<p>[a*:a <em>b</em> _c^a_]</p>"),
        ("<p>a <em>b c</em> d</p>", ("a b",), "<p>[a*:a ]<em>[a:_b^a_] c</em> d</p>"),
        # No siglum stands in a link; a short link stays on one line with it.
        ("<p>a <a href='http://x.y'>b</a> c</p>", ("a b",), '<p>[a*:a _<a href="http://x.y">b</a>^a_] c</p>'),
        ("<p>a <a href='http://x.y'>b c</a> d</p>", ("a b",), '<p>[a*:a ]<a href="http://x.y">[a:b] c</a>_^a_ d</p>'),
        (
            f"<p>a <a href='http://x.y'>{'long ' * 5}b</a> c</p>",
            (f"a {'long ' * 5}b",),
            f'<p>[a*:a <a href="http://x.y">{"long " * 5}b</a>_^a_] c</p>',
        ),
        # Code keeps its line breaks, so no word of it is set apart.
        ("<pre>a\nb</pre>", ("a\nb",), "<pre>[a*:a\nb_^a_]</pre>"),
        # White space between blocks is in no mark.
        (
            "<p>a b</p><ul><li>c<li>d</ul>",
            ("b\n\nc\n\nd",),
            "<p>a [a*:b]</p>\n\n<ul><li>[a:c]</li>\n\n<li>[a:_d^a_]</li></ul>",
        ),
        # A second target has a name of its own, unless a note is called so; the same target twice is one.
        ("<p>a b c</p>", ("a|c|a",), "<p>[a*:_a^a_] b [a*a-2:_c^a_]</p>"),
        # A long last word may be broken, but not before a combining mark.
        (f"<p>{'x' * 30}</p>", ("x" * 30,), f"<p>[a*:{'x' * 28}_xx^a_]</p>"),
        (f"<p>{'x' * 30}e\u0301\u0302</p>", ("x" * 30 + "e\u0301\u0302",), f"<p>[a*:{'x' * 30}_e\u0301\u0302^a_]</p>"),
    ],
)
def test_segments_nest(html: str, quotes: tuple[str, ...], expected: str) -> None:
    """Passages are cut so that elements nest, with one siglum after each."""
    read = article(html)

    assert brief(render_article(read, marks(read.text, *quotes))) == expected


def test_levels_are_kept_and_at_most_three() -> None:
    """A passage keeps its depth in all its segments; a free depth is used again; the fourth shares the third."""
    read = article("<p>a b c d e f</p>")

    html = brief(render_article(read, marks(read.text, "a b c", "b c d", "c d e", "c d e f", "e f")))

    levels = dict(re.findall(r"\[(\w)(\d?)\*", html))
    assert levels == {"a": "", "b": "1", "c": "2", "d": "2", "e": ""}


def test_name_of_a_second_target_never_meets_that_of_a_note() -> None:
    """Where a note is called like the second target of another, that target has no name."""
    read = article("<p>one two</p>")
    first = Mark("n", 1, "claim", "g", "", "", (passage(read.text, "one"), passage(read.text, "two")))
    second = Mark("n-2", 2, "claim", "g", "", "", (passage(read.text, "two"),))

    html = render_article(read, (first, second))[0].html

    assert re.findall(r'id="([^"]*)"', html) == ["mark-n", "mark-n-2"]
    assert re.findall(r'<mark class="[^"]*" data-note="([^"]*)" id="mark-n-2"', html) == ["n-2"]


@pytest.mark.parametrize(
    ("html", "names", "quotes", "expected"),
    [
        ("<p>The Kuril Islands.</p>", ("Kuril Islands",), (), "<p>The <T>Kuril Islands</a>.</p>"),
        # Marks go into and around links.
        (
            "<p>The Kuril Islands.</p>",
            ("Kuril Islands",),
            ("The Kuril",),
            "<p>[a*:The ]<T>[a:Kuril] Islands</a>_^a_.</p>",
        ),
        ("<p>a Kuril b</p>", ("Kuril",), ("a Kuril",), "<p>[a*:a _<T>Kuril</a>^a_] b</p>"),
        # A link holds whole elements and is held by them, and is left out where it would cross one.
        ("<p><em>Kuril</em> Islands</p>", ("Kuril Islands",), (), "<p><T><em>Kuril</em> Islands</a></p>"),
        ("<p><em>Kuril Islands</em></p>", ("Kuril Islands",), (), "<p><em><T>Kuril Islands</a></em></p>"),
        ("<p>a <em>b Kuril</em> Islands</p>", ("Kuril Islands",), (), "<p>a <em>b Kuril</em> Islands</p>"),
        # No link in a link, over another, over blocks, or of nothing.
        ("<p><a href='http://x.y'>Kuril</a></p>", ("Kuril",), (), '<p><a href="http://x.y">Kuril</a></p>'),
        ("<p>a <a href='http://x.y'>b</a></p>", ("a b",), (), '<p>a <a href="http://x.y">b</a></p>'),
        ("<p>a b c</p>", ("a b", "b c", ""), (), "<p><T>a b</a> c</p>"),
        ("<p>a</p><p>b</p>", ("a\n\nb", "\n\n"), (), "<p>a</p>\n\n<p>b</p>"),
        ("<ul><li>a<li>b</ul>", ("a\n\nb",), (), "<ul><li>a</li>\n\n<li>b</li></ul>"),
        ("<ul><li>a<li>b</ul>", ("\n\n",), (), "<ul><li>a</li>\n\n<li>b</li></ul>"),
    ],
)
def test_term_links_nest(html: str, names: tuple[str, ...], quotes: tuple[str, ...], expected: str) -> None:
    """Links to concepts are whole elements of their own."""
    read = article(html)

    assert brief(render_article(read, marks(read.text, *quotes), links(read.text, *names))) == expected


def test_blocks_have_numbers_and_notes() -> None:
    """Headings and rules have no number; a note stands after the block in which its first target ends."""
    read = article("<h2>a</h2><p>b c</p><hr><p>d</p>")

    blocks = render_article(read, marks(read.text, "d", "c\n\nd", "a", "b|d"))

    assert [(block.number, block.notes, block.space) for block in blocks] == [
        (None, ("c",), "\n\n"),
        (1, ("d",), ""),
        (None, (), "\n\n"),
        (2, ("a", "b"), ""),
    ]


def test_passage_of_nothing_is_not_marked() -> None:
    """A span without a character that can be marked is printed as no mark; its note stands after the block before it."""
    read = article("<p>a</p><p>b</p>")

    blocks = render_article(read, marks(read.text, "\n\n", ""))

    assert [(block.html, block.notes) for block in blocks] == [("<p>a</p>", ("a", "b")), ("<p>b</p>", ())]


@pytest.mark.parametrize(
    ("html", "quotes", "expected"),
    [
        ("<p>a b c</p>", ("b",), "<p>…[a*:_b^a_]…</p>"),
        ("<p>a b</p>", ("a", "b"), "<p>[a*:_a^a_] [b*:_b^b_]</p>"),
        ("<p>a b c</p>", ("a", "c"), "<p>[a*:_a^a_]…[b*:_c^b_]</p>"),
        # Whole blocks left out are marked once, at the end of what was shown, or at the beginning.
        ("<p>a</p><p>b</p><p>c</p><p>d</p>", ("a", "c"), "<p>[a*:_a^a_]</p>\n\n<p>…[b*:_c^b_]…</p>\n\n"),
        ("<p>a b</p><p>c</p><p>d</p>", ("a", "d"), "<p>[a*:_a^a_]…</p>\n\n<p>[b*:_d^b_]</p>"),
        # What is left out leaves no elements, attributes or addresses.
        ("<p>a<em title=t>b</em><br>c<br>d</p>", ("c\nd",), "<p>…[a*:c<br>\n_d^a_]</p>"),
        ("<p id=x>a <a href=#x>b</a></p>", ("b",), '<p id="article-x">…[a*:_<a>b</a>^a_]</p>'),
        ("<ul><li>a<li>b</ul><p>c", ("b",), "<ul>\n\n<li>…[a*:_b^a_]…</li></ul>\n\n"),
        ("<p>a", (), ""),
    ],
)
def test_excerpt_marks_what_is_left_out(html: str, quotes: tuple[str, ...], expected: str) -> None:
    """Of an excerpt only passages are printed, with a mark of ours for what stands between."""
    read = article(html)

    assert brief(render_article(read, marks(read.text, *quotes), excerpt=True)) == expected


def test_excerpt_keeps_numbers() -> None:
    """A paragraph of an excerpt has the number that it has in the whole article."""
    read = article("<p>a</p><p>b</p><p>c</p>")

    assert [block.number for block in render_article(read, marks(read.text, "c"), excerpt=True)] == [3]


def test_line_breaks_that_parsers_change_are_written_out() -> None:
    """A line break at the beginning of code, and a carriage return, are read back as they are."""
    plain, _ = article_from_text(Source("article.txt", "a\rb"))

    code = Article("\n\na", (Open("pre"), Text(Span(0, 3)), Close("pre")))

    assert render_article(plain, ())[0].html == "<p>a&#13;b</p>"
    assert render_article(code, ())[0].html == "<pre>\n\n\na</pre>"
