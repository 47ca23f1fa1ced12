"""The site's stylesheet: ours, and rules for the kinds and verdicts that site.toml adds.

What a kind or verdict looks like is decided here once and goes two ways: as rules into `assets/style.css`, and as the id
of a symbol (`glyph`) into the views. Nothing is told by hue alone: a kind is a hue, a symbol and a word, a verdict a tone,
a disc and a word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from glossator.model.project import DEFAULT_KINDS, DEFAULT_VERDICTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossator.model.project import Kind, Verdict

SHAPES: Final = ("dagger", "lozenge", "section", "star", "pilcrow", "cross", "square", "waves")
"""What a kind of one's own may name as its `shape`, besides the ids of the default kinds."""

COLOURS: Final[dict[str, tuple[str, str]]] = {
    "ink": ("#1a1b1e", "#e4e1da"),
    "grey": ("#585b61", "#a5a39d"),
    "slate": ("#4b5a6b", "#a3b3c6"),
    "blue": ("#234a93", "#9ab8f5"),
    "teal": ("#00636f", "#6cc5d1"),
    "green": ("#1d6238", "#86c894"),
    "olive": ("#576013", "#b9c46a"),
    "ochre": ("#7d5500", "#dbb266"),
    "rust": ("#8f4312", "#eaa47c"),
    "red": ("#a8281b", "#f0897a"),
    "rose": ("#9b2558", "#f096bd"),
    "plum": ("#862f74", "#e09ad0"),
    "violet": ("#6140a8", "#bba4f4"),
}
"""Colours by name, for light and dark; each has a contrast of 4.5 or more on page and leaf (VISUAL.md)."""

SPARE: Final = ("olive", "rose", "rust", "slate")
"""What kinds without a colour get, in the order of site.toml."""

_FALLBACK: Final = "g-bracket"
_DEFAULT_GLYPHS: Final = {kind.id: f"g-{kind.id}" for kind in DEFAULT_KINDS}
_DISCS: Final = tuple(f"v-{verdict.id}" for verdict in DEFAULT_VERDICTS[:-1])
"""The discs of the scale proper, which empty as support falls; the dotted ring stands outside of it."""
_TONES: Final = ("--v-for", "--v-for", "--v-mid", "--v-mid", "--v-against", "--v-against")
"""The tone of each of these discs."""


def kind_glyph(kind: Kind) -> str:
    """Give the id of a kind's symbol: its shape, the default kind's own, or a pair of brackets."""
    if kind.shape in SHAPES:
        return f"g-{kind.shape}"
    return _DEFAULT_GLYPHS.get(kind.shape) or _DEFAULT_GLYPHS.get(kind.id, _FALLBACK)


def verdict_glyphs(scale: Sequence[Verdict]) -> dict[str, str]:
    """Give the id of each verdict's disc: the default one for a default id, else by its rank on the scale."""
    return {verdict.id: _disc(verdict, rank, len(scale)) for rank, verdict in enumerate(scale)}


def stylesheet(base: str, kinds: Sequence[Kind], verdicts: Sequence[Verdict]) -> str:
    """Add to our stylesheet what it lacks: rules for a project's kinds and verdicts, and plain colours for old browsers."""
    rules = [*_kind_rules(kinds), *_verdict_rules(verdicts)]
    added = "@layer tokens {\n" + "\n".join(f"  {rule}" for rule in rules) + "\n}\n" if rules else ""
    return f"{base}{added}{_without_light_dark(base + added)}"


def _disc(verdict: Verdict, rank: int, count: int) -> str:
    own = f"v-{verdict.id}"
    if any(verdict.id == default.id for default in DEFAULT_VERDICTS):
        return own
    return _DISCS[rank * (len(_DISCS) - 1) // max(1, count - 1)]


def _kind_rules(kinds: Sequence[Kind]) -> list[str]:
    default = {kind.id for kind in DEFAULT_KINDS}
    unpainted = [kind.id for kind in kinds if kind.id not in default and not kind.colour]
    colours = {id_: SPARE[place % len(SPARE)] for place, id_ in enumerate(unpainted)}
    return [
        f".k-{kind.id} {{ --k: {_colour(kind.colour or colours[kind.id])}; }}"
        for kind in kinds
        if kind.colour or kind.id in colours
    ]


def _verdict_rules(verdicts: Sequence[Verdict]) -> list[str]:
    discs, default = verdict_glyphs(verdicts), {verdict.id for verdict in DEFAULT_VERDICTS}
    return [
        f".v-{verdict.id} {{ --v: {_colour(verdict.colour) if verdict.colour else _tone(discs[verdict.id])}; }}"
        for verdict in verdicts
        if verdict.colour or verdict.id not in default
    ]


def _tone(disc: str) -> str:
    return f"var({_TONES[_DISCS.index(disc)]})"


def _colour(written: str) -> str:
    """Turn a colour of site.toml into CSS: a name of ours, one hex colour, or two (light and dark)."""
    light, dark = COLOURS.get(written.lower(), ("", ""))
    if not light:
        found = re.findall(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b", written)
        if not found:
            return "var(--ink-2)"
        light, dark = found[0], found[1] if len(found) > 1 else f"color-mix(in oklab, {found[0]}, #fff 55%)"
    return f"light-dark({light}, {dark})"


def _without_light_dark(css: str) -> str:
    """Give browsers that lack `light-dark()` (before 2024) the light colours, so that no property is left empty."""
    plain = re.findall(r"(--[\w-]+): light-dark\((#\w+), [^;]*\);", css)
    tokens = " ".join(f"{name}: {value};" for name, value in dict(plain).items() if name not in {"--k", "--v"})
    own = re.findall(r"(\.[\w-]+) \{ (--[kv]): light-dark\((#\w+), [^;]*; \}", css)
    rules = [
        f":root {{ color-scheme: light; {tokens} }}",
        *(f"{name} {{ {token}: {value}; }}" for name, token, value in own),
    ]
    return "@supports not (color: light-dark(#000, #fff)) {\n  " + "\n  ".join(rules) + "\n}\n"
