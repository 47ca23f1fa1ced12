"""The site's stylesheet, and the symbols of kinds and verdicts."""

from __future__ import annotations

import re

import pytest

from glossator.model.project import DEFAULT_KINDS, DEFAULT_VERDICTS, Kind, Verdict
from glossator.render.own import own_templates
from glossator.render.stylesheet import COLOURS, SHAPES, SPARE, kind_glyph, stylesheet, verdict_glyphs

BASE = (own_templates() / "assets/style.css").read_text("utf-8")
TOKENS = {
    name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", BASE)
}


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT_TOKENS = ("ink", "ink-2", "ink-3", "rubric", "lapis", *(t for t in TOKENS if t.startswith(("k-", "v-"))))


@pytest.mark.parametrize("name", [*TEXT_TOKENS, *COLOURS])
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["page", "leaf"])
def test_colour_of_words_has_contrast(name: str, scheme: int, ground: str) -> None:
    """Every colour that sets words has a contrast of 4.5 on page and leaf, in both schemes (WCAG 1.4.3)."""
    colour = TOKENS[name] if name in TOKENS else COLOURS[name]
    assert contrast(colour[scheme], TOKENS[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_rule_under_links_has_contrast(scheme: int) -> None:
    """The rule under a link, which alone tells it from text, has a contrast of 3 (WCAG 1.4.11)."""
    assert contrast(TOKENS["under"][scheme], TOKENS["page"][scheme]) >= 3


def test_glyph_has_a_drawing() -> None:
    """Every symbol that a kind or a verdict can get is drawn in the sprite, and no other is."""
    sprite = (own_templates() / "partials/sprite.html").read_text("utf-8")
    drawn = set(re.findall(r'^"([\w-]+)":', sprite, re.MULTILINE))
    kinds = {kind_glyph(Kind("own", "Own", shape=shape)) for shape in (*SHAPES, *(k.id for k in DEFAULT_KINDS), "")}
    assert drawn == kinds | set(verdict_glyphs(DEFAULT_VERDICTS).values())


def test_kind_glyph_is_the_default_one() -> None:
    """A default kind keeps its own symbol unless a project names a shape for it."""
    assert kind_glyph(Kind("claim", "Claim")) == "g-claim"
    assert kind_glyph(Kind("claim", "Claim", shape="star")) == "g-star"
    assert kind_glyph(Kind("method", "Method", shape="context")) == "g-context"
    assert kind_glyph(Kind("method", "Method", shape="unknown")) == "g-bracket"


def test_verdict_glyphs_empty_by_rank() -> None:
    """Verdicts of one's own get discs that empty as support falls, from full to crossed."""
    scale = [Verdict(id_, id_) for id_ in ("yes", "mostly", "hardly", "no")]
    assert verdict_glyphs(scale) == {
        "yes": "v-supported", "mostly": "v-mostly-supported", "hardly": "v-contested", "no": "v-contradicted",
    }  # fmt: skip
    assert verdict_glyphs([Verdict("only", "Only")]) == {"only": "v-supported"}


def test_verdict_glyphs_keep_default_ids() -> None:
    """A default id keeps its disc on any scale."""
    assert verdict_glyphs([Verdict("fine", "Fine"), Verdict("uncheckable", "?")])["uncheckable"] == "v-uncheckable"


def test_stylesheet_of_a_default_site_adds_no_rules() -> None:
    """Only the fallback for old browsers follows ours when a site adds nothing."""
    added = stylesheet(BASE, DEFAULT_KINDS, DEFAULT_VERDICTS).removeprefix(BASE)
    assert added.startswith("@supports not (color: light-dark(#000, #fff)) {")
    assert "--page: #f1f1ed;" in added
    assert added.count("{") == added.count("}")


@pytest.mark.parametrize(
    ("colour", "rule"),
    [
        ("green", "light-dark(#1d6238, #86c894)"),
        ("Green", "light-dark(#1d6238, #86c894)"),
        ("#123456", "light-dark(#123456, color-mix(in oklab, #123456, #fff 55%))"),
        ("#123 #abc", "light-dark(#123, #abc)"),
        ("no such colour; } body { color: red", "var(--ink-2)"),
    ],
)
def test_stylesheet_paints_kinds(colour: str, rule: str) -> None:
    """A kind's colour is a name of ours, one hex colour or two; nothing else gets into the stylesheet."""
    added = stylesheet("", [Kind("method", "Method", colour=colour)], DEFAULT_VERDICTS)
    assert f".k-method {{ --k: {rule}; }}" in added
    assert "body" not in added


def test_stylesheet_gives_unpainted_kinds_spare_colours() -> None:
    """Kinds of a project without a colour get different ones, in the order of site.toml."""
    added = stylesheet("", [*DEFAULT_KINDS, Kind("a", "A"), Kind("b", "B")], DEFAULT_VERDICTS)
    assert f".k-a {{ --k: light-dark({COLOURS[SPARE[0]][0]}" in added
    assert f".k-b {{ --k: light-dark({COLOURS[SPARE[1]][0]}" in added
    assert f".k-a {{ --k: {COLOURS[SPARE[0]][0]}; }}" in added


def test_stylesheet_tones_verdicts() -> None:
    """A verdict of one's own has the tone of its disc, or the colour that site.toml names."""
    scale = [Verdict("yes", "Yes"), Verdict("no", "No", colour="violet")]
    added = stylesheet("", DEFAULT_KINDS, scale)
    assert ".v-yes { --v: var(--v-for); }" in added
    assert ".v-no { --v: light-dark(#6140a8, #bba4f4); }" in added
    assert ".v-uncheckable {" in stylesheet("", [], [Verdict("uncheckable", "?", colour="grey")])


def test_stylesheet_names_no_outside_address() -> None:
    """No request leaves the site: the stylesheet loads nothing."""
    assert not re.search(r"url\(|@import|https?:", BASE)
