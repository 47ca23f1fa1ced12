"""Put citations to pandoc's worker, and make links of its answers."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any, Final

from glossator.model.source import DATE_VARIABLES

from .cite_neighbours import Neighbours, shown
from .csl_style import NUMBER, NUMBER_VARIABLE, Style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from glossator.model.citation import Signature
    from glossator.model.source import Item

    from .pandoc import Pandoc

_CITE_BEGINS: Final = "\ue002"
"""Stands before what begins a note, because pandoc makes its first letter a capital, and a name may be "von der Leyen"."""
_CITE_ENDS: Final = "\ue001"
_LINK: Final = re.compile(
    rf'<a href="#ref-([a-z]\d+)">(.*?)</a>(?:((?:(?!<a )[^{_CITE_ENDS}])*?)\s*{_CITE_ENDS})?', re.DOTALL
)
_NAME_ONLY: Final = re.compile(r"((?:(?!<a ).)+?)\s*(?:\(?<a [^>]*></a>\)?)?", re.DOTALL)
_WHOLE: Final = re.compile(r"\((<a [^>]*>(?:(?!</?a\b).)*</a>)\)", re.DOTALL)
_DIVISION: Final = re.compile(r'<div( class="csl-[a-z-]+")>(.*?)</div>', re.DOTALL)
"""How pandoc writes the parts of an entry, as the number in its margin; a `div` does not fit into every place."""
_INITIAL: Final = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])\.(?=,)")
"""The stop that pandoc puts after a name in Chinese, Japanese or Korean, which has no initials, before the next name."""
_NOTE: Final = re.compile(r'\s*<span class="note">(.*)</span>', re.DOTALL)
_FILLER: Final = {
    "id": "f0",
    "type": "book",
    "title": "\ue003",
    "author": [{"literal": "\ue003"}],
    "issued": {"date-parts": [[999]]},
}


class Requests:
    """Asks for strings of one site in one style and locale."""

    def __init__(self, items: Mapping[str, Item], style: Style, locale: str, near: Neighbours, pandoc: Pandoc) -> None:
        self._items, self._style, self._locale = items, style, locale
        self._near, self._pandoc = near, pandoc

    def citations(self, wanted: Sequence[Signature]) -> list[str]:
        """Give the wanted citations."""
        keys = [cite[0] for one in wanted for cite in one[1] if cite[0] in self._items]
        return self._format(self._style.citing, keys, wanted)[0]

    def entries(self, keys: Sequence[str], wanted: Sequence[Signature]) -> tuple[list[str], dict[str, str]]:
        """Give the wanted citations, of these keys only, and the entries of the keys and all their neighbours."""
        found, entries = self._format(self._style.listing, keys, wanted)
        members = [member for key in keys for member in self._near.group(key)]
        entries.update(self._unlisted([key for key in members if not entries.get(key)]))
        return found, entries

    def _format(
        self, style: bytes, keys: Sequence[str], wanted: Sequence[Signature]
    ) -> tuple[list[str], dict[str, str]]:
        """Cite each item once before, so that what is wanted is never a work's first cite, and another between two of one work.

        So no answer depends on what else is asked for; "ibid." would.
        """
        members = list(dict.fromkeys(member for key in keys for member in self._near.group(key)))
        ids = {key: f"i{number}" for number, key in enumerate(members)}
        references = self._references(ids)
        citations = [_plain_cite(one["id"]) for one in references]
        for before, one in zip([None, *wanted], wanted, strict=False):
            same = before is not None and [cite[0] for cite in before[1]] == [cite[0] for cite in one[1]]
            citations += [_plain_cite("f0")] if same else []
            citations.append({"wanted": True, "cites": self._cites(one, ids)})
        answers, listed = self._ask(style, references, citations)
        keys_of = {name: key for key, name in ids.items()}
        found = [self._linked(one, text, keys_of) for one, text in zip(wanted, answers, strict=False)]
        listed_texts = (_INITIAL.sub("", _DIVISION.sub(r"<span\1>\2</span>", text)) for text in answers[len(wanted) :])
        entries = {keys_of[name]: text for name, text in zip(listed, listed_texts, strict=True) if name in keys_of}
        return found, entries

    def _references(self, ids: Mapping[str, str]) -> list[dict[str, Any]]:
        references = [self._reference(key, name) for key, name in ids.items()]
        references += [_namesake(number, person) for number, person in enumerate(self._near.beside(ids))]
        return [*references, _FILLER]

    def _unlisted(self, keys: Sequence[str]) -> dict[str, str]:
        """Give entries for works that the style does not list, as some do with letters and laws: the full note, or our own words."""
        if not keys:
            return {}
        ids = {key: f"i{number}" for number, key in enumerate(keys)}
        citations = [{**_plain_cite(name), "wanted": True} for name in ids.values()]
        answers, _ = self._ask(self._style.citing, self._references(ids), citations)
        notes = zip(keys, answers, strict=False)
        return {key: (self._style.note and _full_note(text)) or own_words(self._items[key]) for key, text in notes}

    def sort_keys(self, keys: Sequence[str]) -> dict[str, str]:
        """Give what the style sorts each item by, one text with signs between the keys."""
        ids = {key: f"i{number}" for number, key in enumerate(keys)}
        references = [self._reference(key, name) for key, name in ids.items()]
        citations = [_plain_cite(name) for name in ids.values()]
        answers, listed = self._ask(self._style.sorting, references, citations)
        texts = dict(zip(listed, answers, strict=True))
        return {key: html.unescape(re.sub(r"<[^>]*>", "", texts.get(name, ""))) for key, name in ids.items()}

    def _ask(
        self, style: bytes, references: list[dict[str, Any]], citations: list[dict[str, Any]]
    ) -> tuple[list[str], list[str]]:
        literals: dict[str, dict[str, str]] = {}
        for one in references:
            dates = {name: one[name]["literal"] for name in DATE_VARIABLES if "literal" in one.get(name, {})}
            literals.update({one["id"]: dates} if dates else {})
        request = {
            "items": json.dumps(references, ensure_ascii=False),
            "literals": literals,
            "citations": citations,
            "language": self._locale,
        }
        return self._pandoc.ask(style, request)

    def _reference(self, key: str, name: str) -> dict[str, Any]:
        number = {NUMBER_VARIABLE: NUMBER} if self._style.numeric else {}
        return {**shown(self._items[key]), **number, "id": name}

    def _cites(self, one: Signature, ids: dict[str, str]) -> list[dict[str, Any]]:
        narrative, cites = one
        asked: list[dict[str, Any]] = []
        for key, prefix, locator, suppress in cites:
            if key in ids:
                mode = "AuthorInText" if narrative else "SuppressAuthor" if suppress else "NormalCitation"
                ends = bool(locator) or self._style.note
                words = {"prefix": prefix.split(), "locator": locator.split()}
                asked.append({"id": ids[key], "mode": mode, "ends": ends, **words})
        if self._style.note and asked and not narrative:
            asked[0]["prefix"] = [_CITE_BEGINS, *asked[0]["prefix"]]
        return asked

    def _linked(self, one: Signature, text: str, keys_of: dict[str, str]) -> str:
        """Make our links of pandoc's, the locator inside, and let a note stand in parentheses."""
        text = re.sub(rf"{_CITE_BEGINS}\s*", "", text)
        linked = _LINK.sub(lambda m: link(keys_of[m[1]], m[2] + (m[3] or "")), text)
        linked = _NOTE.sub(lambda m: f" ({m[1].strip().removesuffix('.')})", linked).replace(_CITE_ENDS, "").strip()
        known = [cite for cite in one[1] if cite[0] in self._items]
        if one[0] and linked and (name := _NAME_ONLY.fullmatch(linked)):
            return link(known[0][0], name[1])  # A style that cites by names has no more to say.
        if any(link_start(cite[0]) not in linked for cite in known):
            return self._in_words(known)
        if one[0] and (bare := _WHOLE.fullmatch(linked)):
            return bare[1]  # A sentence goes on "San Francisco Peace Treaty 1951", where the style knows no author.
        return linked

    def _in_words(self, cites: Sequence[tuple[str, str, str, bool]]) -> str:
        """Cite by our own label what the style has no words for, as a work without author and date."""
        parts = []
        for key, prefix, locator, _ in cites:
            words = html.escape(", ".join(filter(None, [self._items[key].short, locator])), quote=False)
            parts.append(f"{html.escape(prefix, quote=False)} {link(key, words)}".strip())
        return f"({'; '.join(parts)})"


def link(key: str, inner: str) -> str:
    """Give the link of a cite around its words."""
    return f"{link_start(key)}{inner}</a>"


def link_start(key: str) -> str:
    """Give the start tag of a cite's link."""
    name = html.escape(f"cite-{key}")
    return f'<a class="cite" href="#{name.replace("%", "%25")}" data-pop="{name}">'


def own_words(item: Item) -> str:
    """Give a reference that follows no style: authors, title, where it appeared, year."""
    parts = [", ".join(item.authors), item.title or item.key, item.container, item.year]
    return html.escape(". ".join(part for part in parts if part), quote=False) + "."


def _plain_cite(name: str) -> dict[str, Any]:
    return {"wanted": False, "cites": [{"id": name, "mode": "NormalCitation"}]}


def _namesake(number: int, person: tuple[str, str]) -> dict[str, Any]:
    """Make an item of a person's name, of a year that no other item has."""
    name = {"family": person[0], "given": person[1]}
    return {
        "id": f"p{number}",
        "type": "book",
        "title": "\ue003",
        "author": [name],
        "issued": {"date-parts": [[number + 1]]},
    }


def _full_note(text: str) -> str:
    inner = _LINK.sub(lambda m: m[2] + (m[3] or ""), text)
    note = _NOTE.sub(lambda m: m[1], inner)
    return re.sub(rf"\s*{_CITE_ENDS}", "", note).strip()
