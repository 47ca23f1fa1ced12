"""Pictures for cards: what is drawn, with which fonts, and what is said when it cannot be."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from glossator.model.project import Settings, SocialSettings
from glossator.model.text import Place
from glossator.render import social_card
from glossator.render.social_card import HEIGHT, WIDTH, CardText, draw_cards, machine_fonts

SETTINGS = Settings(title="Margins", base_url="https://example.org/")
HERE = Path(__file__).parent
PLACE = Place("content/site.toml")
TITLES = {
    "latin": "The treaty that was never signed: what the declaration of 1956 says",
    "japanese": "北方領土問題とは何か。色丹島・歯舞群島の返還交渉の経過をたどる",
    "russian": "Острова: кому принадлежат Хабомаи?",
    "mixed": "北方領土 and Острова",
    "long": "A title of very many words " * 12,
}
HAVE_FONTS = bool(machine_fonts())
"""Whether this machine can draw at all; where it cannot, the same properties hold of no picture."""


def card(title: str, summary: str = "What it says, in two lines.") -> CardText:
    """Make the text of a card."""
    return CardText("briefings/b.png", title, summary, Place("content/briefings/b/briefing.md", 2, 8))


@pytest.mark.parametrize("name", TITLES)
def test_card_is_a_picture_of_the_right_size(name: str) -> None:
    """A title in any script gives a PNG of 1200 by 630 pixels, the same each time, or a warning that says what lacks."""
    cards, faults = draw_cards([card(TITLES[name])], SETTINGS, HERE, PLACE, {})
    again, _ = draw_cards([card(TITLES[name])], SETTINGS, HERE, PLACE, {})
    assert cards == again
    assert len(cards) + len(faults) == 1
    for content in cards.values():
        image = Image.open(BytesIO(content))
        assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
        assert len(content) < 60_000


def test_card_shows_its_text() -> None:
    """Another title, summary or site is another picture; nothing is drawn beyond the sheet."""
    drawn = [
        draw_cards([text], settings, HERE, PLACE, {})[0].get(text.path)
        for text, settings in [
            (card("One"), SETTINGS), (card("Two"), SETTINGS), (card("One", "Else."), SETTINGS),
            (card("One"), replace(SETTINGS, title="Other")),
        ]
    ]  # fmt: skip
    assert len(set(drawn)) == (4 if HAVE_FONTS else 1)


def test_card_breaks_lines_where_scripts_allow() -> None:
    """Lines fit the sheet, words stay whole, and no line begins with a closing mark."""
    faces = social_card.Faces(machine_fonts()[:1])
    for title in TITLES.values():
        lines = faces.lines(title, 60) if HAVE_FONTS else []
        assert "".join("".join(lines).split()) == ("".join(title.split()) if HAVE_FONTS else "")
        assert [line for line in lines if line[0] in "、。」"] == []
        assert [line for line in lines if faces.width(line, 60) > 900 and " " in line] == []


def test_card_that_was_drawn_is_kept() -> None:
    """A card is drawn once for the same text and fonts, and kept as text."""
    store: dict[str, str] = {}
    cards, _ = draw_cards([card("One")], SETTINGS, HERE, PLACE, store)
    assert [b64decode(value) for value in store.values()] == list(cards.values())
    marked = dict.fromkeys(store, "TWFyaw==")
    kept, _ = draw_cards([card("One")], SETTINGS, HERE, PLACE, marked)
    assert list(kept.values()) == ([b"Mark"] if HAVE_FONTS else [])


@pytest.mark.parametrize(
    "settings", [replace(SETTINGS, base_url=""), replace(SETTINGS, social=SocialSettings(cards=False))]
)
def test_card_needs_an_address_and_the_setting(settings: Settings) -> None:
    """Without base_url, and with `cards = false`, nothing is drawn and nothing is said."""
    assert draw_cards([card("One")], settings, HERE, PLACE, {}) == ({}, ())


def test_card_without_a_font_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A font that is not there, and a machine without fonts, give one warning for all cards."""
    wanted = replace(SETTINGS, social=SocialSettings(fonts=("fonts/none.ttf",)))
    _, (fault,) = draw_cards([card("One"), card("Two")], wanted, tmp_path, PLACE, {})
    assert (fault.code, fault.place, "fonts/none.ttf" in fault.message) == ("SOC001", PLACE, True)
    monkeypatch.setattr(social_card, "machine_fonts", list)
    cards, (fault,) = draw_cards([card("One"), card("Two")], SETTINGS, tmp_path, PLACE, {})
    assert cards == {}
    assert fault.message == "no pictures for cards: this machine has no font that we know"


def test_card_with_a_sign_in_no_font_is_told() -> None:
    """A title with a sign that no font has gets no picture, and the warning stands at the title."""
    text = card("On 𒍅")
    cards, faults = draw_cards([text], SETTINGS, HERE, PLACE, {})
    assert cards == {}
    assert [fault.code for fault in faults] == ["SOC001"]
    assert not HAVE_FONTS or ("𒍅" in faults[0].message and faults[0].place == text.place)


def test_card_uses_the_fonts_of_the_project(tmp_path: Path) -> None:
    """Fonts that a project names are asked before those of the machine."""
    fonts = machine_fonts()
    for number, font in enumerate(fonts[-1:]):
        (tmp_path / f"{number}.ttf").write_bytes(font.read_bytes())
    named = SocialSettings(fonts=tuple(f"{number}.ttf" for number in range(len(fonts[-1:]))))
    own, _ = draw_cards([card("One")], replace(SETTINGS, social=named), tmp_path, PLACE, {})
    machine, _ = draw_cards([card("One")], SETTINGS, tmp_path, PLACE, {})
    assert len(own) == len(machine)
    assert len(fonts) < 2 or own != machine


def test_fonts_are_found_best_first(tmp_path: Path) -> None:
    """Known fonts are found at any depth, in the order of our list; others are passed over."""
    for name in ("b/DejaVuSerif.ttf", "a/c/Georgia.ttf", "x/Unknown.ttf", "z/Georgia.ttf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found = machine_fonts([str(tmp_path), str(tmp_path / "none")])
    assert [file.relative_to(tmp_path).as_posix() for file in found] == ["a/c/Georgia.ttf", "b/DejaVuSerif.ttf"]


def test_card_that_is_no_longer_wanted_is_forgotten() -> None:
    """What is kept is what the last build drew or found, and what is not a card is left alone."""
    store = {"other": "x"}
    draw_cards([card("One")], SETTINGS, HERE, PLACE, store)
    first = set(store)
    draw_cards([card("Two")], SETTINGS, HERE, PLACE, store)
    assert len(store) == len(first)
    assert "other" in store
    assert not HAVE_FONTS or set(store) != first
