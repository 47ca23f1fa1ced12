"""`site.toml` (FORMAT.md §1). TOML is read by the standard library, which gives no places; they are sought in the text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from glossator.model.diagnostics import Diagnostic
from glossator.model.project import (
    DEFAULT_KINDS,
    DEFAULT_VERDICTS,
    Autolink,
    Kind,
    SearchSettings,
    Settings,
    SocialSettings,
    Verdict,
)
from glossator.model.text import Place, Source

from .nearest import did_you_mean
from .slugs import is_slug

_KEYS: Final = (
    "title", "base_url", "language", "description", "authors", "style", "editor", "trusted", "glossary", "verdicts", "kinds",
    "search", "social",
)  # fmt: skip
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
_REQUIRED: Final = ("title", "base_url", "language")
_AUTOLINKS: Final[tuple[Autolink, ...]] = ("first", "all", "off")


def read_settings(source: Source) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Read the settings. Gives SET001 to SET003; what is wrong keeps its default."""
    try:
        table = tomllib.loads(source.text)
    except RecursionError:
        message = "not TOML that can be read: lists too deep in one another"
        return Settings(), (Diagnostic(Place(source.path), "SET001", message),)
    except ValueError as error:  # of tomllib, or of an integer of thousands of digits
        return Settings(), (_syntax_fault(source, error),)
    reader = _Reader(source)
    settings = reader.settings(table)
    return settings, tuple(reader.faults)


def _syntax_fault(source: Source, error: ValueError) -> Diagnostic:
    match = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    place = Place(source.path, int(match[1]), int(match[2])) if match else source.place(len(source.text))
    message = re.sub(r"\s*\(at [^)]*\)", "", str(error))
    return Diagnostic(place, "SET001", f"not TOML: {message[:1].lower()}{message[1:]}")


class _Reader:
    """Takes settings out of a table and notes what is wrong with them."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.faults: list[Diagnostic] = []

    def settings(self, table: Mapping[str, Any]) -> Settings:
        self._unknown(table, _KEYS, "setting")
        for key in _REQUIRED:
            if key not in table:
                message = f"`{key}` is missing"
                self.faults.append(Diagnostic(Place(self.source.path), "SET003", message, help=f'add `{key} = "…"`'))
            elif not table[key] and key != "base_url":  # an empty address says that the site has none
                self._wrong(key, "a text that is not empty")
        glossary = self._table(table, "glossary", ("autolink", "in_articles"))
        base_url = self._text(table, "base_url")
        if base_url and not re.match(r"https?://[^\s/]", base_url):
            self._wrong("base_url", "an address that begins with `https://`")
            base_url = ""
        language = self._text(table, "language", "en") or "en"
        if not _LANGUAGE.match(language):
            self._wrong("language", "a code such as `en`, `de` or `pt-BR`")
            language = "en"
        return Settings(
            title=self._text(table, "title"),
            base_url=base_url if not base_url or base_url.endswith("/") else base_url + "/",
            language=language,
            description=self._text(table, "description"),
            authors=self._texts(table, "authors"),
            style=self._text(table, "style", "chicago-author-date"),
            editor=self._text(table, "editor"),
            trusted=tuple(folder.strip("/") for folder in self._texts(table, "trusted")),
            autolink=self._autolink(glossary),
            in_articles=self._flag(glossary, "in_articles", default=True),
            kinds=self._kinds(table),
            verdicts=self._verdicts(table),
            search=self._search(self._table(table, "search", ("pagefind", "largest", "timeout"))),
            social=self._social(self._table(table, "social", ("cards", "fonts"))),
        )

    def _search(self, search: Mapping[str, Any]) -> SearchSettings:
        default = SearchSettings()
        return SearchSettings(
            self._flag(search, "pagefind", default=True) if "pagefind" in search else None,
            self._number(search, "largest", default.largest),
            self._number(search, "timeout", default.timeout),
        )

    def _social(self, social: Mapping[str, Any]) -> SocialSettings:
        return SocialSettings(self._flag(social, "cards", default=True), self._texts(social, "fonts"))

    def _autolink(self, glossary: Mapping[str, Any]) -> Autolink:
        value = glossary.get("autolink", "first")
        for allowed in _AUTOLINKS:
            if value == allowed:
                return allowed
        self._wrong("autolink", 'one of "first", "all", "off"')
        return "first"

    def _kinds(self, table: Mapping[str, Any]) -> tuple[Kind, ...]:
        """Give the default kinds and those of the project; one with the id of a default takes its place."""
        kinds = {kind.id: kind for kind in DEFAULT_KINDS}
        for entry in self._tables(table, "kinds", ("id", "label", "means", "keys", "colour", "shape")):
            id_ = self._text(entry, "id")
            kinds[id_] = Kind(
                id_,
                self._text(entry, "label") or id_.capitalize(),
                self._text(entry, "means"),
                self._texts(entry, "keys"),
                self._text(entry, "colour"),
                self._text(entry, "shape"),
            )
        return tuple(kinds.values())

    def _verdicts(self, table: Mapping[str, Any]) -> tuple[Verdict, ...]:
        entries = self._tables(table, "verdicts", ("id", "label", "means", "colour"))
        found = {
            self._text(entry, "id"): Verdict(
                self._text(entry, "id"),
                self._text(entry, "label") or self._text(entry, "id").replace("-", " ").capitalize(),
                self._text(entry, "means"),
                self._text(entry, "colour"),
            )
            for entry in entries
        }
        return tuple(found.values()) or DEFAULT_VERDICTS

    def _table(self, table: Mapping[str, Any], key: str, known: Sequence[str]) -> Mapping[str, Any]:
        """Give a table, empty if it is none."""
        found = table.get(key, {})
        if not isinstance(found, dict):
            self._wrong(key, f"a table `[{key}]`")
            return {}
        self._unknown(found, known, f"setting of `{key}`")
        return found

    def _tables(self, table: Mapping[str, Any], key: str, known: Sequence[str]) -> list[Mapping[str, Any]]:
        """Give those entries of an array of tables that have an id which is a slug."""
        entries = table.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self._wrong(key, f"tables `[[{key}]]`")
            return []
        good: list[Mapping[str, Any]] = []
        for entry in entries:
            self._unknown(entry, known, f"setting of `{key}`")
            id_ = entry.get("id")
            if not isinstance(id_, str) or not is_slug(id_):
                name = "id" if "id" in entry else key
                message = f"`{name}` must be an `id` of lower-case letters, digits and hyphens"
                self.faults.append(Diagnostic(self._place(name, str(id_)), "SET003", message))
            elif any(id_ == other["id"] for other in good):
                message = f"the id `{id_}` stands twice in `{key}`"
                self.faults.append(Diagnostic(self._place("id", id_), "SET003", message))
            else:
                good.append(entry)
        return good

    def _text(self, table: Mapping[str, Any], key: str, default: str = "") -> str:
        value = table.get(key, default)
        if isinstance(value, str):
            return value.strip()
        self._wrong(key, "a text in quotes")
        return default

    def _texts(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        self._wrong(key, 'a list of texts, `["…", "…"]`')
        return ()

    def _flag(self, table: Mapping[str, Any], key: str, *, default: bool) -> bool:
        value = table.get(key, default)
        if isinstance(value, bool):
            return value
        self._wrong(key, "`true` or `false`")
        return default

    def _number(self, table: Mapping[str, Any], key: str, default: int) -> int:
        value = table.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self._wrong(key, "a whole number, 0 or more")
        return default

    def _unknown(self, table: Mapping[str, Any], known: Sequence[str], what: str) -> None:
        for key in table:
            if key not in known:
                help_ = did_you_mean(key, known)
                self.faults.append(Diagnostic(self._place(key), "SET002", f"unknown {what} `{key}`", help=help_))

    def _wrong(self, key: str, wanted: str) -> None:
        self.faults.append(Diagnostic(self._place(key), "SET003", f"`{key}` must be {wanted}"))

    def _place(self, key: str, value: str = "") -> Place:
        """Give the place of a key, with a certain value if one is given, as far as the text shows it."""
        written = rf"(?<![\w-]){re.escape(key)}(?![\w-])"
        at_start = rf"^[ \t]*(?:\[+[ \t]*)?[\"']?{written}"
        match = re.search(rf"{at_start}[\"']?[ \t]*=[ \t]*[\"']?{re.escape(value)}", self.source.text, re.MULTILINE)
        match = match or re.search(at_start, self.source.text, re.MULTILINE) or re.search(written, self.source.text)
        return self.source.place(match.start()) if match else Place(self.source.path)
