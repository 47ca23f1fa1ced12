"""Markdown of ours becomes HTML, by Python-Markdown with the extensions that FORMAT.md names, and is sanitised.

Slow, and the same for the same text: call it once a text, at reading. The only module that imports Markdown and Pygments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from html import escape
from importlib import import_module
from threading import Lock
from typing import Any, Final
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.blockprocessors import BlockQuoteProcessor
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from glossator.model.prose import ANY_TAG, END, OPEN, ROOT, START, STOP, Part

from .code_blocks import may_have_code, restored, taken_out
from .code_spans import Kind, literals

_EXTENSIONS: Final = (
    "markdown.extensions.tables",
    "markdown.extensions.def_list",
    "markdown.extensions.attr_list",
    "markdown.extensions.footnotes",
    "markdown.extensions.sane_lists",
)
_CODE_EXTENSIONS: Final = ("pymdownx.superfences", "pymdownx.highlight")
"""They only change texts with blocks of code, and to import them takes a tenth of an edit."""
_TURN: Final = Lock()
CODE_CONFIGURATION: Final = {"pymdownx.highlight": {"css_class": "code", "guess_lang": False}}
_CONFIGURATION: Final[dict[str, dict[str, Any]]] = {
    "markdown.extensions.footnotes": {"BACKLINK_TITLE": "Back to the text", "BACKLINK_TEXT": "↩"},
    **CODE_CONFIGURATION,
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

INLINE: Final = frozenset(
    ["a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rp",
     "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"]
)  # fmt: skip
"""Those that may stand in a title."""

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
SCHEMES: Final = {"http", "https", "mailto", "tel"}

_TAG = re.compile(r"<(?P<closing>/?)(?P<name>[A-Za-z][\w-]*)(?P<rest>.*)>", re.DOTALL)
_ACTIVE = re.compile(r"\s(on\w+|style|src|srcdoc|formaction)\s*=", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:\]\(|^ {0,3}\[[^\]\^\n][^\]\n]*\]:|\bhref\s*+=)\s*+[<\"']?(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*+):\S",
    re.IGNORECASE | re.MULTILINE,
)
_IMAGE = re.compile(r"!\\?\[[^\[\]\n]*\\?\][(\[]")
_ATTRIBUTE_LIST = re.compile(r"\{:?[^{}\n]*?(?<=[\s{:])(?P<name>on\w+|style)[ \t]*+=", re.IGNORECASE)
_ALIGN = re.compile(r' style="text-align: (left|center|right);"')
_FOOTNOTE = re.compile(r'((?:\bid="|\bhref="#))(fn(?:ref\d*)?):([^"]*)"')
_HEADING = re.compile(r"(</?h)([1-6])\b")
_MARK = re.compile(f"{START}(\\d+){STOP}|{OPEN}(\\d+){STOP}.*?{END}\\2{STOP}|{END}(\\d+){STOP}", re.DOTALL)
_STRAY = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));?")
_READ_AS_ADDRESS = re.compile(r"<(?:(?:https?|ftps?)://|[^<>@\s]+@)|:", re.IGNORECASE)
"""By Python-Markdown; other schemes it takes for tags."""

_LONGEST: Final = 50_000
"""Characters of a paragraph: Python-Markdown takes time by the square of it for some of its inline marks."""
_MARKS: Final = 1_000
"""Marks of one kind in a paragraph: 2,000 `[` take Python-Markdown half a second, 20,000 minutes."""
_TAGS: Final = 5_000
"""In a whole text: the sanitiser takes time by the square of their number if they are not closed."""
_DEEPEST: Final = 40
"""Levels of quotation or indentation: each takes several frames of Python."""
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_DEEP = re.compile(rf"^(?:[ \t]*(?:>|[-*+][ \t]|\d+\.[ \t])){{{_DEEPEST}}}|^(?: {{4}}|\t){{{_DEEPEST}}}", re.MULTILINE)


class _Callouts(Treeprocessor):
    """Makes callouts of `> [!note] Title`."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            element[:] = [each for child in element for each in _callouts(child)]


class _Quotes(BlockQuoteProcessor):
    """Ends a callout with a blank line; Python-Markdown would join a quotation after it to it."""

    def lastChild(self, parent: Element) -> Element | None:  # noqa: N802 - the library's name
        last = super().lastChild(parent)
        quote = last if last is not None and last.tag == "blockquote" else ()
        return None if any(child.tag == "p" and _CALLOUT.match(child.text or "") for child in quote) else last


class _Ours(Extension):
    """Adds `_Callouts` before inline markup is read, so that a callout's title may have markup."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.parser.blockprocessors.register(_Quotes(md.parser), "quote", 20)
        md.treeprocessors.register(_Callouts(), "glossator-callouts", 25)


_CALLOUT = re.compile(r"\A\\?\[!(\w+)\\?\][+-]?[ \t]*([^\n]*)(?:\n|\Z)")


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
            if not child.text.strip():
                continue
        elif not found:
            found.append(Element("blockquote", element.attrib))
        found[-1].append(child)
    return found or [element]


def extensions(
    names: Iterable[str], configuration: Mapping[str, Mapping[str, Any]], *, code: bool
) -> Iterator[Extension]:
    """Load extensions of Markdown by the names of their modules, with those for `code` if there may be some."""
    for name in (*names, *(_CODE_EXTENSIONS if code else ())):
        # Markdown, given the names, would look for extensions of other packages too; what it imports for that takes longer.
        yield import_module(name).makeExtension(**configuration.get(name, {}))


def converted(converter: Callable[..., Markdown], text: str) -> str:
    """Convert a text; `converter` gives one with the extensions for code, or without."""
    rest, blocks = taken_out(text, lambda block: _converted(_code_converter(), block))
    return restored(_converted(converter(code=may_have_code(rest)), rest), text, blocks)


def _converted(converter: Markdown, text: str) -> str:
    """Convert a text, one at a time: a converter keeps what it is at, and the server's threads read while a build reads."""
    with _TURN:
        return converter.reset().convert(text)


@cache
def _code_converter() -> Markdown:
    return Markdown(extensions=[*extensions(("markdown.extensions.attr_list",), CODE_CONFIGURATION, code=True)])


@cache
def _converter(*, code: bool) -> Markdown:
    return Markdown(extensions=[*extensions(_EXTENSIONS, _CONFIGURATION, code=code), _Ours()], tab_length=4)


@cache
def _cleaner(*, inline: bool) -> nh3.Cleaner:
    tags = INLINE if inline else TAGS
    return nh3.Cleaner(tags=set(tags), attributes=_ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)


def convert(
    text: str, parts: list[Part], *, scope: str, shift: int = 1, trusted: bool = False, inline: bool = False
) -> str:
    """Convert a text with marks (see `model/prose.py`) to HTML.

    `scope` is put before the ids of footnotes, which must differ between the texts of one page. Marks inside code, or
    inside a tag, become again what was written. Headings are moved down by `shift` levels. With `inline`, no element of
    a block is left.
    """
    if too_hard(text):  # nothing is left in it that had to be cleaned, and to do so would take long
        html = escape(text, quote=False) if inline else f"<p>{escape(text, quote=False)}</p>"
    else:
        html = converted(_converter, _prepared(text)).replace(ROOT, "&lt;")
        html = _in_tags(html, lambda tag: _own_tag(tag, scope), lambda code: code)
        if inline or not trusted:
            html = _cleaner(inline=inline).clean(html)
    return _in_tags(html, lambda tag: _restore(_shifted(tag, shift), parts), lambda code: _restore(code, parts))


def too_hard(text: str) -> bool:
    """Tell whether Python-Markdown would take minutes for a text; no person has written such a one."""
    if text.count("<") > _TAGS or _DEEP.search(text):
        return True
    return any(
        len(part) > _LONGEST or max(part.count(mark) for mark in "[<`*_!") > _MARKS
        for part in _PARAGRAPH_END.split(text)
    )


def _prepared(text: str) -> str:
    """Make a text safe for Python-Markdown, which reads some things otherwise than CommonMark.

    The last line of a fence gets the length of its first; a `<` that begins no tag becomes `ROOT`, which cannot stand in
    a text, lest what follows be lost as part of a tag; a character reference never makes one of our marks.
    """
    text = _ENTITY.sub(_harmless, text)
    pieces = []
    done = 0
    for literal in literals(text):
        written = literal.span.of(text)
        pieces.append(_STRAY.sub(ROOT, text[done : literal.span.start]))
        if literal.kind is Kind.FENCE:
            mark = written.lstrip()[0]
            length = len(written.lstrip()) - len(written.lstrip().lstrip(mark))
            written = written.rstrip().rstrip(mark) + mark * length
            if written[0] == mark:
                # Right under or above a paragraph, it would end up inside it, which HTML does not allow.
                written = f"\n{written}\n"
        elif literal.kind is Kind.ADDRESS and not _READ_AS_ADDRESS.match(written):
            written = _STRAY.sub(ROOT, written)
        pieces.append(written)
        done = literal.span.end
    return "".join((*pieces, _STRAY.sub(ROOT, text[done:])))


def _harmless(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    return "\ufffd" if ord(START) <= number <= ord(ROOT) else match.group()


def convert_line(text: str, parts: list[Part], links: str = "") -> str:
    """Convert one line, such as a title, to inline HTML without a paragraph around it. `links` are definitions."""
    # A leading mark such as `#` or `1.` would make a block of it, so the line is read as the text of a paragraph.
    line = "\u2060" + " ".join(text.split())
    return convert(f"{line}\n\n{links}", parts, scope="", shift=0, inline=True).strip().removeprefix("\u2060")


def foreign_markup(text: str) -> list[tuple[int, str]]:
    """Give what the sanitiser will take out of a text whose code is masked, as (offset, tag, attribute or address)."""
    found = [(match.start(), "![…](…)") for match in _IMAGE.finditer(text)]
    found += (
        (match.start("scheme"), match["scheme"] + ":")
        for match in _ADDRESS.finditer(text)
        if match["scheme"].lower() not in SCHEMES
    )
    found += ((match.start("name"), match["name"]) for match in _ATTRIBUTE_LIST.finditer(text))
    for literal in literals(text):
        match_ = _TAG.fullmatch(literal.span.of(text)) if literal.kind is Kind.TAG else None
        if match_ is None:
            continue
        active = _ACTIVE.search(match_["rest"])
        if match_["name"].lower() not in TAGS:
            if not match_["closing"]:
                found.append((literal.span.start, f"<{match_['name']}>"))
        elif active:
            found.append((literal.span.start + match_.start("rest") + active.start(1), active[1]))
    return sorted(found)


def _in_tags(html: str, tag: Callable[[str], str], code: Callable[[str], str]) -> str:
    """Change each tag, and each `<code>` with all that stands in it; text stays."""
    pieces: list[str] = []
    done = 0
    while (match := ANY_TAG.search(html, done)) is not None:
        end = html.find("</code>", match.end()) if match.group().startswith(("<code>", "<code ")) else -1
        end = match.end() if end < 0 else end
        pieces += (html[done : match.start()], (tag if end == match.end() else code)(html[match.start() : end]))
        done = end
    return "".join((*pieces, html[done:]))


def _own_tag(html: str, scope: str) -> str:
    """Change in a tag of Python-Markdown's what must not stay: inline style, ids that other texts of the page have too."""
    html = _ALIGN.sub(r' class="align-\1"', html)
    return _FOOTNOTE.sub(lambda match: f'{match[1]}{_safe(scope)}-{match[2]}-{_safe(match[3])}"', html)


def _shifted(html: str, shift: int) -> str:
    heading = _HEADING.match(html)
    return html if heading is None else f"{heading[1]}{min(6, int(heading[2]) + shift)}{html[heading.end() :]}"


def _safe(label: str) -> str:
    """Make a label part of an id: different labels stay different."""
    return re.sub(r"[^\w-]", lambda match: f".{ord(match.group()):x}.", label)


def _restore(html: str, parts: list[Part]) -> str:
    """Put back what was written where a mark ended up in code or in an attribute."""

    def raw(match: re.Match[str]) -> str:
        number = match[1] or match[2]
        return escape(parts[int(number)].raw) if number else ""

    return _MARK.sub(raw, html)
