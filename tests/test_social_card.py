"""Pictures for cards: what is drawn, with which fonts, and what is said when it cannot be."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from glossator.model.diagnostics import Diagnostic
from glossator.model.project import Settings, SocialSettings
from glossator.model.text import Place
from glossator.render import social_card
from glossator.render.social_card import HEIGHT, WIDTH, Faces, draw_card, find_faces, lacking_sign, machine_fonts

SETTINGS = Settings(title="Margins", base_url="https://example.org/")
HERE = Path(__file__).parent
PLACE, TITLE_PLACE = Place("content/site.toml"), Place("content/briefings/b/briefing.md", 2, 8)
TITLES = {
    "latin": "The treaty that was never signed: what the declaration of 1956 says",
    "japanese": "北方領土問題とは何か。色丹島・歯舞群島の返還交渉の経過をたどる",
    "russian": "Острова: кому принадлежат Хабомаи?",
    "mixed": "北方領土 and Острова",
    "long": "A title of very many words " * 12,
}
HAVE_FONTS = bool(machine_fonts())
"""Whether this machine can draw at all; where it cannot, the same properties hold of no picture."""


def drawn(
    title: str, summary: str = "What it says, in two lines.", settings: Settings = SETTINGS, project: Path = HERE
) -> bytes | Diagnostic | None:
    """Draw a card, or give why there is none; None if there is to be none."""
    faces = find_faces(settings, project, PLACE)
    if not isinstance(faces, Faces):
        return faces
    return lacking_sign(title, TITLE_PLACE, faces) or draw_card(title, summary, settings.title, faces)


@pytest.mark.parametrize("name", TITLES)
def test_card_is_a_picture_of_the_right_size(name: str) -> None:
    """A title in any script gives a PNG of 1200 by 630 pixels, the same each time, or a warning that says what lacks."""
    made = drawn(TITLES[name])
    assert made == drawn(TITLES[name])
    if isinstance(made, bytes):
        image = Image.open(BytesIO(made))
        assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
        assert len(made) < 60_000
    else:
        assert made is not None
        assert made.code == "SOC001"


def test_card_shows_its_text() -> None:
    """Another title, summary or site is another picture; nothing is drawn beyond the sheet."""
    made = {drawn("One"), drawn("Two"), drawn("One", "Else."), drawn("One", settings=replace(SETTINGS, title="Other"))}
    assert len(made) == (4 if HAVE_FONTS else 1)


def test_card_breaks_lines_where_scripts_allow() -> None:
    """Lines fit the sheet, words stay whole, and no line begins with a closing mark."""
    faces = Faces(machine_fonts()[:1])
    for title in TITLES.values():
        lines = faces.lines(title, 60) if HAVE_FONTS else []
        assert "".join("".join(lines).split()) == ("".join(title.split()) if HAVE_FONTS else "")
        assert [line for line in lines if line[0] in "、。」"] == []
        assert [line for line in lines if faces.width(line, 60) > 900 and " " in line] == []


@pytest.mark.parametrize(
    "settings", [replace(SETTINGS, base_url=""), replace(SETTINGS, social=SocialSettings(cards=False))]
)
def test_card_needs_an_address_and_the_setting(settings: Settings) -> None:
    """Without base_url, and with `cards = false`, nothing is drawn and nothing is said."""
    assert drawn("One", settings=settings) is None


def test_card_without_a_font_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A font that is not there, and a machine without fonts, give a warning."""
    wanted = replace(SETTINGS, social=SocialSettings(fonts=("fonts/none.ttf",)))
    fault = drawn("One", settings=wanted, project=tmp_path)
    assert isinstance(fault, Diagnostic)
    assert (fault.code, fault.place, "fonts/none.ttf" in fault.message) == ("SOC001", PLACE, True)
    monkeypatch.setattr(social_card, "machine_fonts", list)
    fault = drawn("One", project=tmp_path)
    assert isinstance(fault, Diagnostic)
    assert fault.message == "no pictures for cards: this machine has no font that we know"


def test_card_with_a_sign_in_no_font_is_told() -> None:
    """A title with a sign that no font has gets no picture, and the warning stands at the title."""
    fault = drawn("On 𒍅")
    assert isinstance(fault, Diagnostic)
    assert fault.code == "SOC001"
    assert not HAVE_FONTS or ("𒍅" in fault.message and fault.place == TITLE_PLACE)


def test_card_uses_the_fonts_of_the_project(tmp_path: Path) -> None:
    """Fonts that a project names are asked before those of the machine."""
    fonts = machine_fonts()
    for number, font in enumerate(fonts[-1:]):
        (tmp_path / f"{number}.ttf").write_bytes(font.read_bytes())
    named = SocialSettings(fonts=tuple(f"{number}.ttf" for number in range(len(fonts[-1:]))))
    own, machine = (
        drawn("One", settings=replace(SETTINGS, social=named), project=tmp_path),
        drawn("One", project=tmp_path),
    )
    assert isinstance(own, bytes) == isinstance(machine, bytes)
    assert len(fonts) < 2 or own != machine


def test_fonts_are_found_best_first(tmp_path: Path) -> None:
    """Known fonts are found at any depth, in the order of our list; others are passed over."""
    for name in ("b/DejaVuSerif.ttf", "a/c/Georgia.ttf", "x/Unknown.ttf", "z/Georgia.ttf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found = machine_fonts([str(tmp_path), str(tmp_path / "none")])
    assert [file.relative_to(tmp_path).as_posix() for file in found] == ["a/c/Georgia.ttf", "b/DejaVuSerif.ttf"]
