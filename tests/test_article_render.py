"""Any article with any marks is printed with its text unaltered, well nested, and with every passage marked exactly."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from glossator.model.article import Article, Close, Open, Text, Token
from glossator.model.text import Span
from glossator.read.article_parts import VOID, blocks
from glossator.render.article import ArticleBlock, Mark, TermLink, render_article
from glossator.render.article_tokens import gaps

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault of the program."""

WORDS = st.text(st.sampled_from("aab  é&<>\"'\n\r日本語e\u0301 \xa0👍🏽."), min_size=1, max_size=9)
INLINE = st.sampled_from(("em", "strong", "a", "code", "ruby", "span", "br", "wbr"))


@dataclass
class Draft:
    """An article that grows."""

    text: str = ""
    tokens: list[Token] = field(default_factory=list)

    def write(self, text: str) -> None:
        """Add text."""
        if text:
            self.tokens.append(Text(Span(len(self.text), len(self.text) + len(text))))
            self.text += text

    def article(self) -> Article:
        """Give what has grown."""
        return Article(self.text, tuple(self.tokens))


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Draw an article: blocks of several kinds, with nested inline elements, some of them empty."""
    draft = Draft()
    draft.write(draw(st.sampled_from(("", "\n", " \n\n"))))
    for _ in range(draw(st.integers(1, 5))):
        block(draw, draft, draw(st.sampled_from(("p", "p", "h3", "pre", "ul", "blockquote", "table", "hr"))))
        draft.write(draw(st.sampled_from(("", "\n", "\n\n"))))
    return draft.article()


def block(draw: st.DrawFn, draft: Draft, tag: str) -> None:
    """Add a block."""
    draft.tokens.append(Open(tag))
    match tag:
        case "hr":
            return
        case "ul":
            for _ in range(draw(st.integers(1, 3))):
                draft.tokens.append(Open("li"))
                words(draw, draft, 2)
                if draw(st.booleans()):
                    draft.write("\n\n")
                    block(draw, draft, draw(st.sampled_from(("p", "ul"))))
                draft.tokens.append(Close("li"))
                draft.write("\n\n")
        case "blockquote":
            block(draw, draft, "p")
            draft.write("\n\n")
            block(draw, draft, "pre")
        case "table":
            draft.tokens += (Open("tbody"), Open("tr"))
            for _ in range(draw(st.integers(1, 3))):
                draft.tokens.append(Open("td", (("title", 'a "quoted" <title> & more'),)))
                words(draw, draft, 1)
                draft.tokens.append(Close("td"))
                draft.write("\n\n")
            draft.tokens += (Close("tr"), Close("tbody"))
        case _:
            words(draw, draft, 3)
    draft.tokens.append(Close(tag))


def words(draw: st.DrawFn, draft: Draft, depth: int, *, linked: bool = False) -> None:
    """Add text with inline elements."""
    for _ in range(draw(st.integers(0, 4))):
        if depth == 0 or draw(st.booleans()):
            draft.write(draw(WORDS))
            continue
        tag = draw(INLINE)
        if tag == "a" and linked:
            continue
        draft.tokens.append(Open(tag, (("href", "http://example.org/?a=1&b=2"),) if tag == "a" else ()))
        if tag not in VOID:
            words(draw, draft, depth - 1, linked=linked or tag == "a")
            draft.tokens.append(Close(tag))


def spans(text: str) -> st.SearchStrategy[Span]:
    """Draw a span of a text that has a character which is not white space."""
    offset = st.integers(0, len(text))
    drawn = st.tuples(offset, offset).map(lambda pair: Span(min(pair), max(pair)))
    whole = Span(0, len(text))
    return drawn.map(lambda span: span if span.of(text).strip() else whole)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Article, tuple[Mark, ...], tuple[TermLink, ...]]:
    """Draw an article with marks and links."""
    article = draw(articles())
    if not article.text.strip():
        return article, (), ()
    chosen = draw(st.lists(st.lists(spans(article.text), min_size=1, max_size=3), max_size=6))
    marks = tuple(
        mark(f"n-{number}" if number % 2 else f"n-{number - 1}-2", number, *passages)
        for number, passages in enumerate(chosen, start=1)
    )
    links = draw(st.lists(spans(article.text), max_size=3))
    return article, marks, tuple(TermLink(span, "../glossary/x.html", "c-x") for span in links)


def mark(name: str, number: int, *passages: Span, approximate: bool = False) -> Mark:
    """Make a mark."""
    return Mark(name, number, "claim", "v-x", "v-x", f'Note {number}. "A & B"', passages, approximate)


@dataclass
class Page:
    """What a parser sees of printed blocks."""

    text: str = ""
    ours: str = ""
    covers: list[frozenset[str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    details: dict[str, str] = field(default_factory=dict)
    refs: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    tree: list[str] = field(default_factory=list)


class Strict(HTMLParser):
    """Takes HTML as it stands and nests as it is told; fails where an end tag closes another element."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a start tag."""
        attributes = dict(attrs)
        self.page.tree.append(f"{len(self.open)}{tag}")
        if tag == "a":
            assert all(name != "a" for name, _ in self.open), "a link in a link"
            (self.page.refs if "data-ours" in attributes else self.page.links).append(attributes["href"] or "")
        if "id" in attributes:
            self.page.ids.append(attributes["id"] or "")
            self.page.details[attributes["id"] or ""] = attributes["aria-details"] or ""
        if tag not in VOID:
            self.open.append((tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        """Note an end tag."""
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        """Note text."""
        if self.open and self.open[-1][0] == "pre" and self.page.tree[-1].endswith("pre"):
            data = data.removeprefix("\n")
        if any("data-ours" in attributes for _, attributes in self.open):
            self.page.ours += data
            return
        self.page.text += data
        around = frozenset(attributes["data-note"] or "" for tag, attributes in self.open if tag == "mark")
        self.page.covers += [around] * len(data)


def browser(html: str) -> tuple[str, list[str]]:
    """Give the text and the tree that a browser makes of HTML."""
    body = LexborHTMLParser("<!DOCTYPE html><body>" + html).body
    assert body is not None
    text, tree = "", []
    stack = [(node, 0, False) for node in reversed(list(body.iter(include_text=True)))]
    while stack:
        node, depth, ours = stack.pop()
        if node.tag == "-text":
            text += "" if ours else node.text_content or ""
            continue
        tree.append(f"{depth}{node.tag}")
        here = ours or "data-ours" in node.attributes
        stack += ((child, depth + 1, here) for child in reversed(list(node.iter(include_text=True))))
    return text, tree


def joined(printed: tuple[ArticleBlock, ...]) -> str:
    """Join blocks as a template does."""
    return "".join(block.html + block.space for block in printed)


@UNHURRIED
@given(cases())
def test_text_is_never_altered(case: tuple[Article, tuple[Mark, ...], tuple[TermLink, ...]]) -> None:
    """A browser finds exactly the article's text, and the tree that was meant."""
    article, marks, links = case

    html = joined(render_article(article, marks, links))

    text, tree = browser(html)
    assert text == article.text
    assert tree == Strict(html).page.tree


@UNHURRIED
@given(cases())
def test_marks_cover_exactly_their_passages(case: tuple[Article, tuple[Mark, ...], tuple[TermLink, ...]]) -> None:
    """A character is in a mark of a note if and only if it is in one of its passages and not between blocks."""
    article, marks, links = case
    apart = gaps(article.tokens, article.text)

    page = Strict(joined(render_article(article, marks, links))).page

    expected = [
        frozenset()
        if offset in apart
        else frozenset(each.id for each in marks if any(s.start <= offset < s.end for s in each.spans))
        for offset in range(len(article.text))
    ]
    assert [(i, c) for i, c in enumerate(page.covers) if c != expected[i]] == []
    assert len(page.covers) == len(expected)


@UNHURRIED
@given(cases())
def test_every_note_can_be_reached(case: tuple[Article, tuple[Mark, ...], tuple[TermLink, ...]]) -> None:
    """Each note has one element of its name, which names the note, one link a passage, and stands after one block."""
    article, marks, links = case

    printed = render_article(article, marks, links)

    page = Strict(joined(printed)).page
    assert len(page.ids) == len(set(page.ids))
    for each in marks:
        assert page.details[f"mark-{each.id}"] == f"note-{each.id}"
        assert page.refs.count(f"#note-{each.id}") == len(set(each.spans))
    assert sorted(name for block in printed for name in block.notes) == sorted(each.id for each in marks)


@UNHURRIED
@given(cases())
def test_excerpt_shows_passages_only(case: tuple[Article, tuple[Mark, ...], tuple[TermLink, ...]]) -> None:
    """Of a text of which only passages may be shown, what no passage covers is not on the page, white space aside."""
    article, marks, links = case

    html = joined(render_article(article, marks, links, excerpt=True))

    text, tree = browser(html)
    strict = Strict(html).page
    shown = {offset for each in marks for span in each.spans for offset in range(span.start, span.end)}
    expected = "".join(character for offset, character in enumerate(article.text) if offset in shown)
    assert "".join(text.split()) == "".join(expected.split())
    assert tree == strict.tree
    left_out = "".join(character for offset, character in enumerate(article.text) if offset not in shown).strip()
    assert ("[…]" in strict.ours) == bool(left_out and marks)
    assert all(f"mark-{each.id}" in strict.details for each in marks)


@UNHURRIED
@given(articles())
def test_blocks_cover_the_article(article: Article) -> None:
    """The tokens of all blocks and the texts between them are all tokens."""
    found = blocks(article)

    inside = {index for each in found for index in range(each.first, each.end)}
    outside = [token for index, token in enumerate(article.tokens) if index not in inside]
    assert all(isinstance(token, Text) and token.span.of(article.text).isspace() for token in outside)
