"""Nothing in a foreign page runs, loads, submits or takes the program down."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from conftest import LINEAR, growth

from glossator.model.article import Article
from glossator.model.text import Source, Span
from glossator.read.article import article_from_html, article_from_markdown
from glossator.read.sanitise import sanitise
from glossator.render.article import Mark, render_article

READERS = [
    pytest.param(lambda text: article_from_html(Source("article.html", text))[0], id="html"),
    pytest.param(lambda text: article_from_markdown(Source("article.md", text))[0], id="markdown"),
]

ATTACKS = [
    "<script>alert(1)</script>x",
    "<SCRIPT SRC=//x.y/z.js></SCRIPT>x",
    "<p onclick=alert(1) onmouseover='alert(1)'>x",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a><a href='//x.y'>x</a>",
    "[x](javascript:alert(1)) [y](<data:text/html,z>)",
    "<img src=x onerror=alert(1)>x",
    "<img src='data:image/svg+xml;base64,AAAA'>x",
    "![x](http://x.y/z.png) x",
    "<svg onload=alert(1)><script>alert(1)</script><a xlink:href='javascript:x'>x</a></svg>x",
    "<math><mtext></p><style><!--</style><img src=x onerror=alert(1)>--></math>x",
    "<math href='javascript:alert(1)'><mi>x</mi></math>",
    "<svg></p><style><a title='</style><img src onerror=alert(1)>'></svg>x",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>x",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>x",
    "<object data=x></object><embed src=x>x",
    "<form action=http://x.y><input name=a><button formaction=x>b</button></form>x",
    "<style>*{background:url(http://x.y)}</style><p style='background:url(http://x.y)'>x",
    "<base href=http://x.y><meta http-equiv=refresh content='0;url=http://x.y'><link rel=stylesheet href=http://x.y>x",
    "<video src=x autoplay><track src=y></video><audio src=x></audio>x",
    "<table background=http://x.y><tr><td background=http://x.y>x</table>",
    "<xmp><script>alert(1)</script></xmp><plaintext><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>x",
    "<p title='\"><script>alert(1)</script>'>x",
    "<p lang='\"><script>' dir='\"><script>' id='\"><script>'>x",
    "<a href='http://x.y/\"onclick=\"alert(1)'>x</a>",
    "<p class='m' id='note-x' data-note=x aria-details=y>x",
    "<mark id=mark-x>x</mark>",
    '```"><script>alert(1)</script>\nx\n```',
    "<a href=http://x.y ping=http://z target=_top download>x</a>",
    "x<![CDATA[<script>alert(1)</script>]]><?php x ?><!doctype x>",
    "<p>x<p\0onclick=alert(1)>\0</p>",
]

HARMLESS = {
    *("href", "title", "lang", "dir", "id", "class", "colspan", "rowspan", "scope", "start", "alt", "src"),
    *("width", "height", "value", "type", "reversed"),
}
TAGS = {
    *("p", "h3", "em", "strong", "a", "table", "tbody", "tr", "td", "pre", "code", "span", "div", "img", "br", "b"),
}


class Harmless(HTMLParser):
    """Fails on anything that runs or loads."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge an element."""
        assert tag in TAGS
        for name, value in attrs:
            assert name in HARMLESS
            if name == "href":
                assert (value or "").startswith(("http://", "https://", "mailto:", "#article-"))
            if name == "src":
                assert (value or "").startswith("data:image/png;base64,")
            if name == "id":
                assert (value or "").startswith("article-")
            if name == "class":
                assert value in ("code", "err") or len(value or "") <= 3

    def handle_comment(self, data: str) -> None:
        """Judge a comment."""
        raise AssertionError(data)


def shown(article: Article) -> str:
    """Print an article."""
    return "".join(block.html + block.space for block in render_article(article, ()))


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_is_harmless(attack: str, read: object) -> None:
    """What is printed has only elements and attributes that neither run nor load anything."""
    assert callable(read)
    parser = Harmless()
    parser.feed(shown(read(attack)))
    parser.close()


@pytest.mark.parametrize("attack", ATTACKS)
def test_sanitised_html_runs_nothing(attack: str) -> None:
    """The sanitiser alone leaves no script, handler or address that runs."""
    clean = sanitise(attack)

    tags: list[str] = []
    names: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: (tags.append(tag), names.extend(name for name, _ in attrs))  # type: ignore[method-assign,assignment,func-returns-value]
    parser.feed(clean)
    assert not {"script", "style", "iframe", "object", "embed", "svg", "math", "input", "link", "meta"} & set(tags)
    assert not [name for name in names if name.startswith("on") or name in ("style", "srcdoc", "action")]
    assert 'href="javascript' not in clean.lower()


DEEP = 10_000
FLAT = {
    "less-than": "<" * 5_000_000,
    "ampersands": "&" * 1_000_000,
    "quotations": ">" * DEEP + "x",
    "comments": "<!--" * 100_000 + "x",
    "attributes": "<p " + " ".join(f"a{number}" for number in range(100_000)) + ">x",
    "breaks": "a" + "<br>" * 20_000 + "b",
    "anchors": "<a href=#x id=x>y</a>" * 5_000,
    "images": "<img src=x>" * 5_000 + "x",
    "backticks": "` " * 50_000,
    "brackets": "[" * 50_000,
    "links": "![a](" * 50_000,
    "lists": "\n".join("    " * level + "- x" for level in range(500)),
    "scripts": "<script>" * 100_000,
}
NESTED = {"levels": "<div>" * 100_000 + "x"} | {
    tag: f"<{tag}>" * DEEP + "x"
    for tag in ("b", "blockquote", "div", "h1", "math", "nav", "p", "pre", "ruby", "span", "svg", "table", "template")
}
HEAVY = FLAT | NESTED


def covered(article: Article) -> str:
    """Print an article all of which is marked."""
    whole = Span(0, len(article.text))
    marks = [Mark("n", 1, "claim", "g-claim", "", "Note 1", (whole,))] if article.text.strip() else []
    return "".join(block.html for block in render_article(article, marks))


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("name", HEAVY)
def test_heavy_input_ends(name: str, read: object) -> None:
    """Deep or repeated input is read and printed, as a page that browsers can take: not deeper than 512."""
    assert callable(read)
    html = covered(read(HEAVY[name]))

    depth = deepest = 0
    for piece in html.split("<")[1:]:
        if not piece.startswith(("br", "hr", "wbr", "img")):
            depth += -1 if piece.startswith("/") else 1
            deepest = max(deepest, depth)
    assert deepest < 250


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("name", HEAVY)
def test_heavy_input_takes_time_by_its_length(name: str, read: Callable[[str], Article]) -> None:
    """To read and print takes time by the length, as far as HTML has it so: its rules look through all open elements at each tag."""
    text = HEAVY[name]
    longest = 200_000 if name in FLAT else 12_000

    assert growth(lambda size: covered(read(text[:size])), min(len(text), longest) // 8, runs=2) < LINEAR
