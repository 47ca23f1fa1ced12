"""A tree of HTML becomes an article: its text by FORMAT.md §8, and a strict, small set of elements around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from glossator.model.article import Article

from .article_attributes import allowed_attributes
from .article_tidy import settle_fragments, shift_headings
from .article_writer import Attributes, Element, Undo, Writer, nothing
from .sanitise import BLOCK, BOUNDARY, INLINE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

_NEEDED: Final = {"a": {"href"}, "bdo": {"dir"}, "span": {"class", "dir", "id", "lang", "title"}}
"""Inline elements that say nothing without one of these attributes."""


def article_from_tree(root: LexborNode) -> Article:
    """Walk a sanitised tree; see the module for what becomes of it."""
    writer = Writer()
    undo: list[Undo] = []
    for node, entering in _walk(root):
        if node.tag == "-text":
            writer.text((node.text_content or "").replace("\0", "\ufffd"))
        elif entering:
            undo.append(_enter(writer, node))
        else:
            undo.pop()()
    writer.finish()
    tokens = settle_fragments(shift_headings(tuple(writer.tokens)))
    return Article("".join(writer.pieces), tokens)


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Give each node below the root, elements before and after their content. Trees may be too deep for recursion."""
    stack = [(root, True)]
    while stack:
        node, entering = stack.pop()
        yield node, entering
        if entering and node.tag != "-text":
            stack.append((node, False))
            stack += ((child, True) for child in reversed(list(node.iter(include_text=True))))


def _enter(writer: Writer, node: LexborNode) -> Undo:
    """Take down a start tag; gives what undoes it at the end tag."""
    tag = str(node.tag)
    attributes = allowed_attributes(tag, node.attributes, in_code=writer.top == "pre")
    if tag in INLINE:
        return _enter_inline(writer, tag, attributes)
    if tag == "hr":
        writer.void(Element(tag))
        return nothing
    if tag in BLOCK and (tag != "div" or ("class", "code") in attributes):
        return writer.enter_block(tag, attributes)
    if tag in BLOCK or tag in BOUNDARY:
        spoken = tuple(pair for pair in attributes if pair[0] in ("lang", "dir"))
        return writer.enter_boundary(spoken)
    return nothing


def _enter_inline(writer: Writer, tag: str, attributes: Attributes) -> Undo:
    if tag == "br":
        writer.space(1)
        return nothing
    names = {name for name, _ in attributes}
    if tag in ("wbr", "img"):
        if tag == "wbr" or "src" in names:
            writer.void(Element(tag, attributes))
        return nothing
    return writer.enter_inline(tag, attributes) if _means_something(tag, names, writer.inlines) else nothing


def _means_something(tag: str, names: set[str], around: list[Element]) -> bool:
    """Tell whether an inline element says anything here, and is allowed to."""
    needed = _NEEDED.get(tag)
    if needed is not None and not names & needed:
        return False
    if tag in ("rt", "rp"):
        return bool(around) and around[-1].tag == "ruby"
    if tag in ("a", "dfn", "ruby"):
        return all(each.tag != tag for each in around)
    return True
