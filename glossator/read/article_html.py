"""The main content of a saved page, harmless, and what of it is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from glossator.model.diagnostics import Diagnostic

from .article_attributes import allowed_attributes
from .sanitise import sanitise

if TYPE_CHECKING:
    from collections.abc import Callable

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

_AROUND: Final = frozenset({"nav", "header", "footer", "aside"})
_ROLES: Final = frozenset({"navigation", "banner", "contentinfo", "complementary"})
"""What stands around the main content where nothing says which part that is, as elements and as ARIA roles."""

_PROSE: Final = frozenset({"p", "h1", "h2", "table"})
"""The whole of some pages stands in a form; one without any of these asks for something."""

_TAG = re.compile(rf"<!--[\s\S]*?(?:-->|\Z)|!\[|<({'|'.join([*_KIND_OF, 'style', 'title'])})(?![\w-])", re.IGNORECASE)
_RAW_TEXT: Final = frozenset({"iframe", "script", "style", "textarea", "title"})
"""Elements in which a tag is no tag (HTML standard, §13.1.2)."""


_MARKUP = re.compile(r"<(/?)([A-Za-z][\w-]*)([^<>]*)")
_CLOSED_BY_OTHERS: Final = frozenset(
    {*("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")}
    | {*("body", "dd", "dt", "head", "html", "li", "option", "p", "tbody", "td", "tfoot", "th", "thead", "tr")}
)
"""Elements that need no end tag."""

_DEEPEST: Final = 20_000
"""Levels. The parser takes time by their square: 10,000 take a tenth of a second, 100,000 twenty seconds."""

_ATTRIBUTES: Final = 2_000
"""Of one tag; time goes by the square here too: 20,000 take four seconds."""


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
    if _is_hostile(source.text):
        message = "the page is nested too deeply, or has a tag with too many attributes: nothing of it is read"
        return "", (Diagnostic(source.place(0), "ART001", message, help="save the article as article.txt"),)
    body = parse_page(source.text).body
    if body is None:
        return "", ()
    everything = _dropped(body)
    articles = _shown(body, lambda node: node.tag == "article")
    mains = _shown(body, lambda node: node.tag == "main" or node.attributes.get("role") == "main")
    # A page may have other articles, of comments or of things to read next.
    main = max(articles, key=lambda node: len(node.text())) if articles else (mains or [body])[0]
    for node in _outermost(main, _is_around if main.tag == "body" else _is_aside):
        node.decompose()
    return _harmless(main, source, 0, everything)


def without_dropped(html: str, source: Source, start: int) -> tuple[str, tuple[Diagnostic, ...]]:
    """Sanitise the HTML made of a Markdown file whose body begins at an offset. Gives ART001 as `main_content` does."""
    body = parse_fragment(html)
    return _harmless(body, source, start, _dropped(body))


def _is_hostile(html: str) -> bool:
    depth = 0
    for match in _MARKUP.finditer(html):
        if match[2].lower() not in _CLOSED_BY_OTHERS:
            depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > _DEEPEST or len(match[3].split(maxsplit=_ATTRIBUTES)) > _ATTRIBUTES:
            return True
    return False


def _is_around(node: LexborNode) -> bool:
    return _is_aside(node) or node.tag in _AROUND or node.attributes.get("role") in _ROLES


def _is_aside(node: LexborNode) -> bool:
    """Tell what is left out even of the main content: what is not shown, leads elsewhere, or asks for something."""
    if node.tag == "form":
        return not _outermost(node, lambda each: each.tag in _PROSE)
    return node.tag == "nav" or node.attributes.get("role") == "navigation" or "hidden" in node.attributes


def _kind(node: LexborNode) -> str:
    """Give the kind of a thing that is left out, or an empty string."""
    tag = str(node.tag)
    if tag == "img" and any(name == "src" for name, _ in allowed_attributes(tag, node.attributes)):
        return ""
    return _KIND_OF.get(tag, "")


def _dropped(root: LexborNode) -> list[tuple[str, int]]:
    """Give the kind and identity of each element that will be left out, in document order."""
    return [(_kind(node), node.mem_id) for node in _outermost(root, lambda node: bool(_kind(node)))]


def _shown(root: LexborNode, wanted: Callable[[LexborNode], bool]) -> list[LexborNode]:
    """Find elements as `_outermost` does, but none in what is left out."""
    return [node for node in _outermost(root, lambda node: bool(_kind(node)) or wanted(node)) if not _kind(node)]


def _outermost(root: LexborNode, wanted: Callable[[LexborNode], bool]) -> list[LexborNode]:
    """Find elements below one, in document order, none inside another. Trees may be too deep for recursion."""
    found = []
    stack = list(root.iter())[::-1]
    while stack:
        node = stack.pop()
        if wanted(node):
            found.append(node)
        else:
            stack += list(node.iter())[::-1]
    return found


def _harmless(
    main: LexborNode, source: Source, start: int, everything: list[tuple[str, int]]
) -> tuple[str, tuple[Diagnostic, ...]]:
    here = _dropped(main)
    faults = []
    for kind in dict.fromkeys(kind for kind, _ in here):
        mine = [identity for each, identity in here if each == kind]
        before = [identity for each, identity in everything if each == kind].index(mine[0])
        place = source.place(_nth(source.text, start, kind, before))
        what = f"1 {kind} is" if len(mine) == 1 else f"{len(mine)} {kind}s are"
        help_ = "an article shows nothing that runs or loads; say in a note what is missing"
        faults.append(Diagnostic(place, "ART001", f"{what} left out of the article", help=help_))
    for node in _outermost(main, lambda node: node.tag == "math"):
        # Without MathML, readers see this text too; its second form, for machines, would only repeat it.
        for annotation in _outermost(node, lambda each: each.tag in ("annotation", "annotation-xml")):
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
