"""Articles of plain text, Markdown and HTML are read as FORMAT.md §8 says, whatever stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossator.model.article import Article, Close, Open, Text
from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Source, Span
from glossator.read.article import (
    article_from_html,
    article_from_markdown,
    article_from_text,
    blocks,
    linkable,
    place_in_file,
)
from glossator.read.article_parts import STRUCTURE, VOID
from glossator.render.article import render_article

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault of the program."""

SEED = Path("/work/shared/seed")


def html(text: str) -> Article:
    """Read a page."""
    return article_from_html(Source("article.html", text))[0]


def markdown(text: str) -> Article:
    """Read Markdown."""
    return article_from_markdown(Source("article.md", text))[0]


def plain(text: str) -> Article:
    """Read plain text."""
    return article_from_text(Source("article.txt", text))[0]


def printed(article: Article) -> str:
    """Print an article without marks."""
    return "".join(block.html + block.space for block in render_article(article, ()))


def tags(article: Article) -> list[str]:
    """Give the tags of the top-level blocks."""
    return [block.tag for block in blocks(article)]


def faults(found: tuple[Diagnostic, ...]) -> list[str]:
    """Give faults as lines."""
    return [f"{each.place}: {each.code} {each.message}" for each in found]


# Plain text.


@UNHURRIED
@given(st.text(st.sampled_from("ab .\n\t\u3000\xa0é"), max_size=300))
def test_plain_text_is_kept_as_it_is(text: str) -> None:
    """Every character of a text file is in the article, and stands in a paragraph unless it is white space."""
    article = plain(text)

    assert article.text == text
    assert "".join(token.span.of(text) for token in article.tokens if isinstance(token, Text)) == text
    outside = article.text
    for block in reversed(blocks(article)):
        outside = outside[: block.span.start] + outside[block.span.end :]
    assert outside.strip(" \t\n") == ""


def test_plain_text_wrapped_by_hand_is_parted_by_blank_lines() -> None:
    """Where all lines are short, a line end is none of a paragraph."""
    text = "\n one\ntwo \n \t\n\nthree"

    assert [block.span.of(text) for block in blocks(plain(text))] == ["one\ntwo", "three"]


def test_plain_text_with_a_long_line_is_parted_by_lines() -> None:
    """Where a line is longer than 100 characters, each line is a paragraph."""
    text = f"short\n{'long ' * 21}\n\nlast\n"

    assert [block.span.of(text) for block in blocks(plain(text))] == ["short", ("long " * 21).strip(), "last"]


def test_plain_text_cannot_hold_null() -> None:
    """A null character, which HTML cannot show, becomes U+FFFD."""
    assert plain("a\0b").text == "a\ufffdb"


@pytest.mark.parametrize("path", sorted(SEED.glob("*.txt")))
def test_seed_article_has_a_paragraph_a_line(path: Path) -> None:
    """The article that the project was asked for is read line by line."""
    text = path.read_text("utf-8")

    assert len(blocks(plain(text))) == sum(1 for line in text.split("\n") if line.strip())
    assert plain(text).text == text


@pytest.mark.parametrize(
    ("read", "name", "text"),
    [
        (article_from_text, "article.txt", " \n\n"),
        (article_from_markdown, "article.md", "\n"),
        (article_from_html, "article.html", "<nav>Only a menu</nav>"),
        (article_from_html, "article.html", "<frameset><frame src=a.html></frameset>"),
    ],
)
def test_empty_article_is_a_fault(read: object, name: str, text: str) -> None:
    """An article without text is reported at its beginning."""
    assert callable(read)
    article, found = read(Source(name, text))

    assert article.text.strip() == ""
    assert faults(found) == [f"{name}:1:1: ART002 the article has no text"]


# HTML.


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # Words directly in the page become a paragraph.
        ("a <em>b</em>\n c", "<p>a <em>b</em> c</p>"),
        # A space belongs to where it stood.
        ("<p>a<em> b </em>c", "<p>a<em> b </em>c</p>"),
        # Line breaks are in the text, at the end of a block they are not.
        ("<p>a <br> b<br><br>c<br></p>", "<p>a<br>\nb<br>\n<br>\nc</p>"),
        # Inline elements never hold blocks.
        ("<em><p>a</p>b</em>", "<p><em>a</em></p>\n\n<p><em>b</em></p>"),
        ("<a href='http://x.y/'><div>a</div></a>", '<p><a href="http://x.y/">a</a></p>'),
        # Blocks in a heading are white space.
        ("<h1><div>a</div><div>b</div></h1>", "<h3>a b</h3>"),
        # A rule in a term is none, one in a list is an item.
        ("<dl><dt>a<hr>b<dd>c</dl>", "<dl><dt>a b</dt>\n\n<dd>c</dd></dl>"),
        ("<ul><hr>a</ul><hr>", "<ul><li><hr></li><li>a</li></ul><hr>"),
        # Lists hold items, whatever stands in them.
        ("<ul>a<li>b<p>c</p></li><p>d</p></ul>", "<ul><li>a</li>\n\n<li>b\n\n<p>c</p></li>\n\n<li><p>d</p></li></ul>"),
        # An item outside of a list is just text set apart.
        ("<li>a<li>b", "<p>a</p>\n\n<p>b</p>"),
        # Headings keep their order and begin at level 3; none stands in a table's head.
        ("<h2>a</h2><h5>b</h5><h2>c</h2>", "<h3>a</h3>\n\n<h4>b</h4>\n\n<h3>c</h3>"),
        (
            "<table><tr><th><h2>a</h2><td>b</table>",
            "<table><tbody><tr><th>a</th>\n\n<td>b</td></tr></tbody></table>",
        ),
        # An empty cell keeps its place; other empty elements vanish.
        (
            "<table><tr><td><td>b</table><p></p><ul><li></ul>",
            "<table><tbody><tr><td></td><td>b</td></tr></tbody></table>",
        ),
        # Line breaks in code are kept, but for those at its ends.
        ("<pre>\n\n a\n\n  b <br>c\n</pre>", "<pre> a\n\n  b \nc</pre>"),
        ("<pre><div>a</div><div>b</div></pre>", "<pre>a\nb</pre>"),
        # Words that are set apart in a block do not run together.
        ("<ul><li><div>a</div><div>b</div></ul>", "<ul><li>a\n\n<p>b</p></li></ul>"),
        ("<blockquote>a<div>b</div></blockquote>", "<blockquote><p>a</p>\n\n<p>b</p></blockquote>"),
        # Languages of elements that are not kept go to what is in them.
        ("<div lang=ja><div dir=ltr>a<p>b", '<p lang="ja" dir="ltr">a</p>\n\n<p lang="ja" dir="ltr">b</p>'),
        ("<ul><li><div lang=ja>a</div>b</ul>", '<ul><li><span lang="ja">a</span>\n\n<p>b</p></li></ul>'),
        # Links inside the page keep their target; those that lead nowhere are text.
        (
            "<p id=n>a <a href='#n'>b</a> <a href='#m'>c</a> <a href='x.html'>d</a> <em id=n>e</em>",
            '<p id="article-n">a <a href="#article-n">b</a> c d <em>e</em></p>',
        ),
        # Ruby keeps its form, its parts mean nothing elsewhere.
        ("<ruby>漢<rt>kan</rt></ruby><rt>x</rt>", "<p><ruby>漢<rt>kan</rt></ruby>x</p>"),
        # What says nothing is not kept.
        ("<p><span>a</span><bdo>b</bdo><span title='c'>d</span><a>e</a>", '<p>ab<span title="c">d</span>e</p>'),
        # Only images inside the file stay.
        (
            "<p>a<wbr>b<img src='data:image/png;base64,AA==' width=2 height=x>",
            '<p>a<wbr>b<img alt="" src="data:image/png;base64,AA==" width="2"></p>',
        ),
        # Formulas are shown as text, once.
        (
            "<math alttext='x²'><mi>x</mi></math> <math><mi>y</mi><annotation>\\y</annotation></math>",
            "<p>x² y</p>",
        ),
        ("<p>a</p><noscript><p>b</p></noscript>", "<p>a</p>\n\n<p>b</p>"),
        ("<bogus>a</bogus> <div class=code>b</div>", '<p>a</p>\n\n<div class="code">b</div>'),
        ("<p>a &amp; &lt;b&gt; \ufdd0", "<p>a &amp; &lt;b&gt; \ufdd0</p>"),
    ],
)
def test_html_becomes_strict(source: str, expected: str) -> None:
    """Each element is kept, put right or left out, and white space is folded."""
    assert printed(html(source)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<nav>n</nav><header>h</header>a<aside>x</aside><footer>f</footer>", "a"),
        ("<div role=banner>n</div><p hidden>h</p>a", "a"),
        ("<p>x</p><main>a<nav>n</nav><aside>b</aside></main>", "a\n\nb"),
        (
            "<main><article>short</article><article>a longer<article>reply</article></article></main>",
            "a longer\n\nreply",
        ),
        ("<p>x</p><div role=main>a</div>", "a"),
        ("<form><h1>a</h1></form><form>Subscribe!<input></form>", "a"),
    ],
)
def test_html_gives_its_main_content(page: str, expected: str) -> None:
    """What stands around the main content is left out."""
    assert html(page).text == expected


def test_html_tells_what_is_left_out() -> None:
    """Each kind of thing that is dropped is reported once, where the first one stands."""
    page = (
        "<title><img></title><!-- <img> -->\n<header><img></header><script>'<img>'</script>\n"
        "<main>a <img src=x.png>\n<svg><circle/></svg><iframe src=x></iframe><script>1</script></main>"
    )

    _, found = article_from_html(Source("article.html", page))

    assert faults(found) == [
        "article.html:3:9: ART001 2 images are left out of the article",
        "article.html:4:21: ART001 1 embedded page is left out of the article",
        "article.html:4:44: ART001 1 script is left out of the article",
    ]


def test_markup_that_is_made_by_the_parser_is_reported_at_the_beginning() -> None:
    """Where no tag can be found for what is left out, the place is the body's beginning."""
    _, found = article_from_markdown(Source("article.md", "---\n\nPicture ![x][y]\n\n[y]: <z.png>\n"), 5)
    _, image = article_from_html(Source("article.html", "<p>a<image src=x>"))

    assert faults(found) == ["article.md:3:9: ART001 1 image is left out of the article"]
    assert faults(image) == ["article.html:1:1: ART001 1 image is left out of the article"]


@UNHURRIED
@given(
    st.lists(
        st.sampled_from(
            [
                *("<p>", "</p>", "<em>", "</em>", "<a href='http://x.y'>", "</a>", "<ul>", "<li>", "</ul>", "<table>"),
                *("<tr>", "<td>", "</table>", "<pre>", "\n", "</pre>", "<h1>", "</h1>", "<div lang=ja>", "</div>"),
                *("<ruby>", "<rt>", "</ruby>", "<br>", "<hr>", "<dl>", "<dt>", "<dd>", "</dl>", "<blockquote>", "x"),
                *("</blockquote>", " ", "a b", "é", "&amp;", "&lt;", "<figure>", "<figcaption>", "</figure>", "<svg>"),
                *("</svg>", "<math>", "<mi>", "<caption>", "<th>", "<b id=i title='\"&'>", "</b>", "<form>", "</form>"),
                *("<select>", "<option>", "</select>", "<a href='#i'>", "<article>", "</article>", "<template>", "\0"),
                *("<img src='data:image/png;base64,A'>", "<wbr>", "\u3000", "<textarea>", "</textarea>", "<!--", "-->"),
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_html_is_read_back_as_it_is_printed(page: str) -> None:
    """Whatever the tags, tokens nest as HTML demands, and the printed article is read as the same article."""
    article = html(page)

    assert "".join(token.span.of(article.text) for token in article.tokens if isinstance(token, Text)) == article.text
    around: list[str] = []
    for token in article.tokens:
        match token:
            case Open(tag) if tag not in VOID:
                around.append(tag)
            case Close(tag):
                assert around.pop() == tag
            case Text(span):
                if not around or around[-1] in STRUCTURE:
                    assert span.of(article.text) == "\n\n"
            case Open():
                pass
    assert around == []
    again = html(printed(article).replace('id="article-', 'id="').replace('href="#article-', 'href="#'))
    assert again.text == article.text
    assert [token for token in again.tokens if not isinstance(token, Text)] == [
        token for token in article.tokens if not isinstance(token, Text)
    ]


# Markdown.


def test_markdown_is_read_with_its_extensions() -> None:
    """Tables, footnotes, definition lists, lists and highlighted code are elements, and their marks no text."""
    text = (
        "# Title\n\nA *b* `c`[^1]\nd\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\nTerm\n:   Meaning\n\n"
        "```python\ndef f():\n    pass\n```\n\n- one\n\n[^1]: Foot.\n"
    )

    article = markdown(text)

    assert article.text == (
        "Title\n\nA b c1 d\n\na\n\nb\n\n1\n\n2\n\nTerm\n\nMeaning\n\ndef f():\n    pass\n\none\n\nFoot."
    )
    assert tags(article) == ["h3", "p", "table", "dl", "div", "ul", "hr", "ol"]
    shown = printed(article)
    assert '<th class="align-right">b</th>' in shown
    assert '<div class="code"><pre><code><span class="k">def</span>' in shown
    assert '<sup><a href="#article-fn-1">1</a></sup>' in shown
    assert '<li id="article-fn-1">' in shown


def test_markdown_begins_after_its_header() -> None:
    """What stands before the offset is no text of the article."""
    assert article_from_markdown(Source("article.md", "---\nx: y\n---\nText"), 13)[0].text == "Text"


def test_markdown_that_would_take_for_ever_is_read_as_plain_text() -> None:
    """Where marks are too many for the converter all is kept as it is, with a warning."""
    article, found = article_from_markdown(Source("article.md", "a *b*\n\n" + "[" * 2000))

    assert article.text == "a *b*\n\n" + "[" * 2000
    assert [each.code for each in found] == ["ART001"]


# Parts and places.


def test_linkable_text_is_outside_of_headings_links_code_and_quotations() -> None:
    """Stretches run over inline markup, and end with their block."""
    article = html(
        "<h2>no</h2><p>yes <em>and</em> yes <a href='http://x.y'>no</a> <code>no</code> <q>no</q>.</p>"
        "<blockquote>no</blockquote><ul><li>item<p>para</ul><pre>no</pre>"
    )

    assert [span.of(article.text) for span in linkable(article)] == ["yes and yes", ".", "item", "para"]


@pytest.mark.parametrize(
    ("name", "text", "words", "expected"),
    [
        ("article.txt", "one\n\ntwo two", "two", "two two"),
        (
            "article.md",
            "---\na: b\n---\nThe *very* first [word](x), the `second`.\n",
            "first word, the",
            "first [word]",
        ),
        ("article.md", "same words\n\nand same words again", "same words again", "same words again"),
        ("article.html", "<p>a <b>b</b>c &amp; d</p><p>the end</p>", "the end", "the end"),
        ("article.html", "<p title='end'>the <i>end</i></p>", "end", "end</i>"),
        ("article.html", "<p>caf&eacute;s &mdash; x</p>", "cafés", ""),
        ("article.html", "<p>&mdash;</p>", "—", ""),
    ],
)
def test_place_in_file_is_where_the_words_are_written(name: str, text: str, words: str, expected: str) -> None:
    """A passage is found in the file, through markup; where its words are written otherwise, about there."""
    read = {"txt": article_from_text, "md": article_from_markdown, "html": article_from_html}[name.partition(".")[2]]
    article, _ = read(Source(name, text))
    start = article.text.index(words)

    place = place_in_file(text, article, Span(start, start + len(words)))

    assert 0 <= place <= len(text)
    assert text[place:].startswith(expected)
