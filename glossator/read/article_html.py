"""The main content of a saved page, harmless, and what of it is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from glossator.model.diagnostics import Diagnostic

from .article_attributes import allowed_attributes
from .sanitise import sanitise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from glossator.model.text import Source

_KIND_OF: Final = {
    "script": "script",
    "img": "image",
    "svg": "image",
    "canvas": "image",
    "iframe": "embedded page",
    "frame": "embedded page",
    "object": "embedded page",
    "embed": "embedded page",
    "applet": "embedded page",
    "audio": "recording",
    "video": "recording",
    "button": "form field",
    "input": "form field",
    "select": "form field",
    "textarea": "form field",
}
"""What a dropped element is called in messages."""

_AROUND: Final = (
    "nav, header, footer, aside, [role=navigation], [role=banner], [role=contentinfo], [role=complementary]"
)
"""What stands around the main content where nothing says which part that is."""

_TAG = re.compile(rf"<!--[\s\S]*?(?:-->|\Z)|!\[|<({'|'.join([*_KIND_OF, 'style', 'title'])})(?![\w-])", re.IGNORECASE)
_RAW_TEXT: Final = frozenset({"iframe", "script", "style", "textarea", "title"})
"""Elements in which a tag is no tag (HTML standard, §13.1.2)."""


def parse_page(html: str) -> LexborHTMLParser:
    """Parse HTML as browsers do. A null character cannot stand in HTML."""
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(html.replace("\0", "\ufffd"))


def parse_fragment(html: str) -> LexborNode:
    """Parse the content of a body; gives the body."""
    body = parse_page("<body>" + html).body
    assert body is not None, "only a frameset in place of a body makes a page without one"
    return body


def main_content(source: Source) -> tuple[str, tuple[Diagnostic, ...]]:
    """Give the sanitised HTML of a page's main content: `article`, else `main`, else the body without what is around it.

    Gives ART001, once for each kind of thing that is left out.
    """
    tree = parse_page(source.text)
    body = tree.body
    if body is None:
        return "", ()
    everything = list(_dropped(body))
    main = _main(tree) or body
    around = _AROUND if main.tag == "body" else "nav, [role=navigation]"
    for node in main.css(f"{around}, [hidden]"):
        node.decompose()
    for form in main.css("form"):
        # The whole of some pages stands in a form; one without a paragraph asks for something.
        if form.css_first("p, h1, h2, table") is None:
            form.decompose()
    return _harmless(main, source, 0, everything)


def without_dropped(html: str, source: Source, start: int) -> tuple[str, tuple[Diagnostic, ...]]:
    """Sanitise the HTML made of a Markdown file whose body begins at an offset. Gives ART001 as `main_content` does."""
    body = parse_fragment(html)
    return _harmless(body, source, start, list(_dropped(body)))


def _main(tree: LexborHTMLParser) -> LexborNode | None:
    """Give the longest outermost `article`; a page may have others, of comments or of things to read next."""
    articles = [node for node in tree.css("article") if not _inside_article(node)]
    if articles:
        return max(articles, key=lambda node: len(node.text()))
    return tree.css_first("main, [role=main]")


def _inside_article(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and parent.tag != "article":
        parent = parent.parent
    return parent is not None


def _dropped(root: LexborNode) -> Iterator[tuple[str, int]]:
    """Give the kind and identity of each element that will be left out, in document order."""
    stack = [root]
    while stack:
        node = stack.pop()
        tag = str(node.tag)
        kept = tag == "img" and any(name == "src" for name, _ in allowed_attributes(tag, node.attributes))
        if tag in _KIND_OF and not kept:
            yield _KIND_OF[tag], node.mem_id
        else:
            stack += reversed(list(node.iter()))


def _harmless(
    main: LexborNode, source: Source, start: int, everything: list[tuple[str, int]]
) -> tuple[str, tuple[Diagnostic, ...]]:
    here = list(_dropped(main))
    faults = []
    for kind in dict.fromkeys(kind for kind, _ in here):
        mine = [identity for each, identity in here if each == kind]
        before = [identity for each, identity in everything if each == kind].index(mine[0])
        place = source.place(_nth(source.text, start, kind, before))
        what = f"1 {kind} is" if len(mine) == 1 else f"{len(mine)} {kind}s are"
        help_ = "an article shows nothing that runs or loads; say in a note what is missing"
        faults.append(Diagnostic(place, "ART001", f"{what} left out of the article", help=help_))
    for node in main.css("math"):
        # Readers without MathML see this text too; its second form, for machines, would only repeat it.
        for annotation in node.css("annotation, annotation-xml"):
            annotation.decompose()
        node.replace_with(node.attributes.get("alttext") or node.text())
    for node in main.css("noscript"):
        node.unwrap()
    return sanitise(main.html or ""), tuple(faults)


def _nth(text: str, start: int, kind: str, before: int) -> int:
    """Find where the element of a kind begins that has so many of its kind before it; else where the body begins."""
    folded = text.lower()
    position = start
    while match := _TAG.search(text, position):
        name = (match[1] or "").lower()
        position = match.end()
        if _KIND_OF.get(name) == kind or (match[0] == "![" and kind == "image"):
            if before == 0:
                return match.start()
            before -= 1
        if name in _RAW_TEXT:
            end = folded.find(f"</{name}", position)
            position = len(text) if end < 0 else end
    return start
