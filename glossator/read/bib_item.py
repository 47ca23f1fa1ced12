"""Turn an entry in CSL-JSON's terms, from whatever file it came, into a regular item or a single diagnostic.

The rules are CSL 1.0.2's (appendices III and IV and the CSL-JSON schema), read the way programs write them: numbers
may stand for text, and a name may be a text.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import Any, Final, cast, get_args

from glossator.model.diagnostics import Diagnostic
from glossator.model.source import DATE_VARIABLES, NAME_VARIABLES, Item, Kind, plain_title
from glossator.model.text import Place

from .bib_dates import csl_date, csl_from_edtf, edtf_from_csl
from .nearest import did_you_mean

EXTENSION: Final = "csl-"
"""Begins the name of a field that holds a CSL variable as it is, no TeX, as text or JSON: what BibLaTeX cannot say is exported so."""
RIS_TYPES: Final = {
    "ABST": "article", "ADVS": "motion_picture", "AGGR": "dataset", "ANCIENT": "classic", "ART": "graphic", "BILL": "bill",
    "BLOG": "post-weblog", "BOOK": "book", "CASE": "legal_case", "CHAP": "chapter", "CHART": "figure", "CLSWK": "classic",
    "COMP": "software", "CONF": "paper-conference", "CPAPER": "paper-conference", "CTLG": "book", "DATA": "dataset", "DBASE": "dataset",
    "DICT": "entry-dictionary", "EBOOK": "book", "ECHAP": "chapter", "EDBOOK": "book", "EJOUR": "article-journal",
    "ELEC": "webpage", "ENCYC": "entry-encyclopedia", "EQUA": "document", "FIGURE": "figure", "GEN": "document",
    "GOVDOC": "report", "GRANT": "document", "HEAR": "hearing", "ICOMM": "personal_communication", "INPR": "article-journal",
    "JFULL": "periodical", "JOUR": "article-journal", "LEGAL": "regulation", "MANSCPT": "manuscript", "MAP": "map",
    "MGZN": "article-magazine", "MPCT": "motion_picture", "MULTI": "webpage", "MUSIC": "song", "NEWS": "article-newspaper",
    "PAMP": "pamphlet", "PAT": "patent", "PCOMM": "personal_communication", "RPRT": "report", "SER": "book", "SLIDE": "speech",
    "SOUND": "song", "STAND": "standard", "STAT": "legislation", "STD": "document", "THES": "thesis", "UNBILL": "bill",
    "UNPB": "manuscript", "UNPD": "manuscript", "VIDEO": "motion_picture", "WEB": "webpage",
}  # fmt: skip
"""RIS reference types and the CSL types that they are read as."""

TYPES: Final = frozenset(
    [
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "bill",
        "book",
        "broadcast",
        "chapter",
        "classic",
        "collection",
        "dataset",
        "document",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "event",
        "figure",
        "graphic",
        "hearing",
        "interview",
        "legal_case",
        "legislation",
        "manuscript",
        "map",
        "motion_picture",
        "musical_score",
        "pamphlet",
        "paper-conference",
        "patent",
        "performance",
        "periodical",
        "personal_communication",
        "post",
        "post-weblog",
        "regulation",
        "report",
        "review",
        "review-book",
        "software",
        "song",
        "speech",
        "standard",
        "thesis",
        "treaty",
        "webpage",
    ]
)
"""CSL 1.0.2, appendix III."""
OURS: Final = ("kind", "reliability", "origin", "archive")
_BAD_KEY: Final = re.compile(r"[\s,;@{}\[\]\"'`\\()=]")
_NAME_PARTS: Final = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal")
LANGUAGES: Final = {
    "english": "en", "british": "en-GB", "american": "en-US", "german": "de", "french": "fr", "spanish": "es", "italian": "it",
    "dutch": "nl", "portuguese": "pt", "russian": "ru", "ukrainian": "uk", "polish": "pl", "czech": "cs", "japanese": "ja",
    "chinese": "zh", "korean": "ko", "arabic": "ar", "hebrew": "he", "greek": "el", "latin": "la", "turkish": "tr", "swedish": "sv",
    "danish": "da", "norwegian": "no", "finnish": "fi", "hungarian": "hu", "romanian": "ro", "bulgarian": "bg", "serbian": "sr",
    "croatian": "hr", "persian": "fa", "hindi": "hi", "vietnamese": "vi", "indonesian": "id", "thai": "th", "catalan": "ca",
    "ngerman": "de", "naustrian": "de-AT", "austrian": "de-AT", "nswissgerman": "de-CH", "swissgerman": "de-CH", "ukenglish": "en-GB",
    "usenglish": "en-US", "canadian": "en-CA", "australian": "en-AU", "brazilian": "pt-BR", "brazil": "pt-BR", "portuges": "pt",
    "mexican": "es-MX", "francais": "fr", "acadian": "fr-CA", "canadien": "fr-CA", "nynorsk": "nn", "norsk": "nb", "bokmal": "nb",
}  # fmt: skip
"""Names of languages that people and programs write into bibliographies, babel's among them, as BCP 47."""


class Refused(Exception):  # noqa: N818 - it is the answer "no", raised and caught within one stage
    """An entry cannot be used; carries the message and the help of its diagnostic."""

    def __init__(self, message: str, help_: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help_


def make_item(raw: Any, place: Place) -> Item | Diagnostic:
    """Make an item from an entry in CSL-JSON's terms, or say in one SRC001 what is wrong with it."""
    try:
        csl = _regular(raw)
    except Refused as refused:
        return Diagnostic(place, "SRC001", refused.message, help=refused.help)
    custom = csl.get("custom", {})
    issued = custom.get("issued") or edtf_from_csl(csl.get("issued", {}))
    notes = (plain_title(csl.get(name, "")).strip() for name in ("note", "annote"))
    return Item(
        key=csl["id"],
        place=place,
        csl=csl,
        title=plain_title(csl.get("title", "")),
        title_short=plain_title(csl.get("title-short", "")),
        issued=issued,
        language=csl.get("language", ""),
        kind=custom.get("kind", ""),
        reliability=custom.get("reliability", ""),
        origin=custom.get("origin", ""),
        archive=custom.get("archive", ""),
        note="\n\n".join(dict.fromkeys(note for note in notes if note)),
        abstract=plain_title(csl.get("abstract", "")),
    )


def broken(place: Place, message: str, help_: str = "") -> Diagnostic:
    """Say that an entry cannot be used."""
    return Diagnostic(place, "SRC001", message, help=help_)


def language_tag(name: str) -> str:
    """Give the BCP 47 tag of a language's name; other text stays as it is, with a hyphen for `_`."""
    known = LANGUAGES.get(name.strip().lower().replace("ç", "c"))
    return known or re.sub(r"^([A-Za-z]{2,3})_([A-Za-z]{2})\b", r"\1-\2", name.strip())


def exact_value(text: str) -> Any:
    """Read a CSL variable that we exported ourselves: JSON if it begins as JSON does, else text."""
    if text.startswith(("[", "{", '"')) or text == "null":
        with suppress(ValueError):
            return json.loads(text)
    return text


def _regular(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise Refused("an entry must be an object with fields", 'write it as {"id": …, "type": …, "title": …}')
    csl: dict[str, Any] = {"id": _key(raw), "type": _type(raw)}
    issued = ""
    for name, value in raw.items():
        if name in csl or value is None or value in ("", [], {}):
            continue
        if name in DATE_VARIABLES:
            date = _date(name, value)
            if name == "issued" and isinstance(value, str) and edtf_from_csl(date) != value and csl_from_edtf(value):
                issued = value.strip()
            if date:
                csl[name] = date
        else:
            csl[name] = _value(name, value)
    if issued:
        csl["custom"] = {"issued": issued, **csl.get("custom", {})}
    if "language" in csl:
        csl["language"] = language_tag(csl["language"])
    return csl


def _key(raw: dict[str, Any]) -> str:
    key = raw.get("id")
    if isinstance(key, int) and not isinstance(key, bool):
        key = str(key)
    if not isinstance(key, str) or not key.strip():
        raise Refused("the entry has no key", 'give it an "id" to cite it by, as brown-2016')
    key = key.strip()
    bad = _BAD_KEY.search(key)
    if bad:
        raise Refused(
            f'the key "{key}" cannot be cited: it has "{bad[0]}" in it', f'write "{_BAD_KEY.sub("-", key).strip("-")}"'
        )
    return key


def _type(raw: dict[str, Any]) -> str:
    kind = raw.get("type") or "document"
    if kind in TYPES:
        return str(kind)
    raise Refused(f'unknown type "{kind}"', did_you_mean(str(kind), TYPES))


def _date(name: str, value: Any) -> dict[str, Any]:
    date = csl_date(value)
    if date is None:
        raise Refused(
            f"{name} is no date that CSL knows", 'write it as {"date-parts": [[1956, 10, 19]]} or as EDTF text'
        )
    return date


def _value(name: str, value: Any) -> Any:
    if name in NAME_VARIABLES:
        return [_name(name, one) for one in (value if isinstance(value, list) else [value])]
    if name == "custom":
        return _custom(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(one, (str, int)) for one in value):
        return ", ".join(str(one) for one in value)
    raise Refused(f"{name} must be text")


def _name(variable: str, value: Any) -> dict[str, str]:
    if isinstance(value, str) and value.strip():
        return {"literal": value.strip()}
    if not isinstance(value, dict):
        raise Refused(
            f"{variable} must be a list of names", 'write a name as {"family": …, "given": …} or {"literal": …}'
        )
    name = {part: str(value[part]).strip() for part in _NAME_PARTS if isinstance(value.get(part), (str, int))}
    name = {part: text for part, text in name.items() if text}
    if not name.keys() & {"family", "given", "literal"}:
        raise Refused(f"a name in {variable} has neither family nor literal")
    if "literal" in name:
        return {"literal": name["literal"]}
    return name


def _custom(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refused("custom must be an object")
    custom = {name: text for name, text in value.items() if text not in (None, "")}
    for name in (*OURS, "issued"):
        if not isinstance(custom.get(name, ""), str):
            raise Refused(f"{name} must be text")
    kinds = get_args(Kind)
    if custom.get("kind", "") not in kinds:
        known = [kind for kind in kinds if kind]
        raise Refused(f'unknown kind "{custom["kind"]}"', did_you_mean(custom["kind"], known, all_of_them=True))
    if "issued" in custom and csl_from_edtf(custom["issued"]) is None:
        raise Refused(f'"{custom["issued"]}" is no EDTF date')
    return cast("dict[str, Any]", custom)
