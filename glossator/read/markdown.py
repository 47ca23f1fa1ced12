"""Markdown of ours becomes HTML, by Python-Markdown with the extensions that FORMAT.md names, and is sanitised.

Slow, and the same for the same text: call it once a text, at reading. The only module that imports Markdown and Pygments.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import Any, Final
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from glossator.model.prose import END, OPEN, START, STOP, Part

_EXTENSIONS: Final = (
    "markdown.extensions.tables",
    "markdown.extensions.def_list",
    "markdown.extensions.attr_list",
    "markdown.extensions.footnotes",
    "markdown.extensions.sane_lists",
    "pymdownx.superfences",
    "pymdownx.highlight",
)
_CONFIGURATION: Final[dict[str, dict[str, Any]]] = {
    "markdown.extensions.footnotes": {"BACKLINK_TITLE": "Back to the text", "BACKLINK_TEXT": "↩"},
    "pymdownx.highlight": {"css_class": "code", "guess_lang": False},
}

TAGS: Final = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "var",
        "wbr",
    ]
)
"""What our own texts may hold outside trusted folders: nothing that runs, loads or submits."""

_ATTRIBUTES: Final = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href", "hreflang"},
    "blockquote": {"cite"},
    "ol": {"start", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_SCHEMES: Final = {"http", "https", "mailto", "tel"}

_RAW_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^<>]*)>")
_ACTIVE = re.compile(r"\s(on\w+|style|src|srcdoc|formaction)\s*=", re.IGNORECASE)
_ALIGN = re.compile(r' style="text-align: (left|center|right);"')
_FOOTNOTE = re.compile(r'((?:id="|href="#))(fn(?:ref\d*)?):([^"]*)"')
_CODE_OR_TAG = re.compile(r"<code\b[^>]*>.*?</code>|<[^>]*>", re.DOTALL)
_MARK = re.compile(f"{START}(\\d+){STOP}|{OPEN}(\\d+){STOP}.*?{END}\\2{STOP}|{END}(\\d+){STOP}", re.DOTALL)


class _Shape(Treeprocessor):
    """Shifts headings below those of the page, and makes callouts of `> [!note] Title`."""

    shift = 0

    def run(self, root: Element) -> None:
        for element in root.iter():
            if len(element.tag) == 2 and element.tag[0] == "h" and element.tag[1].isdigit():
                element.tag = f"h{min(6, int(element.tag[1]) + self.shift)}"
            element[:] = [each for child in element for each in _callouts(child)]


class _Ours(Extension):
    """Adds `_Shape` before inline markup is read, so that a callout's title may have markup."""

    def __init__(self, shape: _Shape) -> None:
        super().__init__()
        self.shape = shape

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.treeprocessors.register(self.shape, "glossator-shape", 25)


_CALLOUT = re.compile(r"\A\[!(\w+)\][+-]?[ \t]*([^\n]*)(?:\n|\Z)")


def _callouts(element: Element) -> list[Element]:
    """Give an element as it is, or a blockquote cut where callouts begin: Python-Markdown joins neighbouring ones."""
    if element.tag != "blockquote":
        return [element]
    found: list[Element] = []
    for child in list(element):
        match = _CALLOUT.match(child.text or "") if child.tag == "p" else None
        if match is not None:
            box = Element("div", {"class": f"callout callout-{match[1].lower()}"})
            title = Element("p", {"class": "callout-title"})
            title.text = match[2].strip() or match[1].capitalize()
            box.append(title)
            found.append(box)
            child.text = (child.text or "")[match.end() :]
            if not child.text.strip() and not len(child):
                continue
        elif not found:
            found.append(Element("blockquote", element.attrib))
        found[-1].append(child)
    return found or [element]


@cache
def _converter() -> tuple[Markdown, _Shape]:
    shape = _Shape()
    ours = _Ours(shape)
    return Markdown(extensions=[*_EXTENSIONS, ours], extension_configs=_CONFIGURATION, tab_length=4), shape


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(tags=set(TAGS), attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)


def convert(text: str, parts: list[Part], *, scope: str, shift: int = 1, trusted: bool = False) -> str:
    """Convert a text with marks (see `model/prose.py`) to HTML.

    `scope` is put before the ids of footnotes, which must differ between the texts of one page. Marks inside code, or
    inside a tag, become again what was written. Headings are moved down by `shift` levels.
    """
    markdown, shape = _converter()
    shape.shift = shift
    html = markdown.reset().convert(text)
    html = _ALIGN.sub(r' class="align-\1"', html)
    html = _FOOTNOTE.sub(lambda match: f'{match[1]}{_safe(scope)}-{match[2]}-{_safe(match[3])}"', html)
    if not trusted:
        html = _cleaner().clean(html)
    return _CODE_OR_TAG.sub(lambda match: _restore(match.group(), parts), html)


def convert_line(text: str, parts: list[Part]) -> str:
    """Convert one line, such as a title, to inline HTML without a paragraph around it."""
    # A leading mark such as `#` or `1.` would make a block of it, so the line is read as the text of a paragraph.
    html = convert("\u2060" + " ".join(text.split()), parts, scope="", shift=0)
    return html.removeprefix("<p>").removesuffix("</p>").removeprefix("\u2060")


def foreign_markup(text: str) -> list[tuple[int, str]]:
    """Give what the sanitiser will take out of a text whose code is masked, as (offset, tag or attribute)."""
    found = []
    for match in _RAW_TAG.finditer(text):
        active = _ACTIVE.search(match[3])
        if match[2].lower() not in TAGS:
            if not match[1]:
                found.append((match.start(), f"<{match[2]}>"))
        elif active:
            found.append((match.start(3) + active.start(1), active[1]))
    return found


def _safe(label: str) -> str:
    return re.sub(r"[^\w-]+", "-", label)


def _restore(html: str, parts: list[Part]) -> str:
    """Put back what was written where a mark ended up in code or in an attribute."""

    def raw(match: re.Match[str]) -> str:
        number = match[1] or match[2]
        return escape(parts[int(number)].raw) if number else ""

    return _MARK.sub(raw, html)


def plain_text(html: str) -> str:
    """Give the text of converted HTML, without marks, its white space folded."""
    from html import unescape

    text = re.sub(f"[{START}{OPEN}{END}]\\d+{STOP}", "", re.sub(r"<[^>]*>", "", html))
    return " ".join(unescape(text).split())
