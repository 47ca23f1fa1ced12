"""The picture of a briefing that other sites show beside a link: its title on our sheet, drawn with Pillow.

Bytes depend on the text and on the fonts alone. Fonts are those that a project names, then those of the machine; a project
that wants the same bytes everywhere names its own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from glossator.model.diagnostics import Diagnostic
from glossator.model.project import Settings
from glossator.model.text import Place

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
"""Open Graph's recommended ratio of 1.91, at the size that large cards are shown."""

_FACES: Final = (
    "Charter.ttc", "CharisSIL-Regular.ttf", "CharisSIL-R.ttf", "SourceSerif4-Regular.ttf", "SourceSerif4-Regular.otf",
    "NotoSerif-Regular.ttf", "Georgia.ttf", "georgia.ttf", "DejaVuSerif.ttf", "LiberationSerif-Regular.ttf",
    "NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc", "SourceHanSerif-Regular.ttc", "ヒラギノ明朝 ProN.ttc", "yumin.ttf",
    "msmincho.ttc", "NotoSansArabic-Regular.ttf", "NotoSansHebrew-Regular.ttf", "NotoSansThai-Regular.ttf",
    "NotoSans-Regular.ttf", "DejaVuSans.ttf", "unifont.otf",
)  # fmt: skip
"""File names of faces like those of the pages, best first; the first that has a sign draws it."""
_FOLDERS: Final = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts",
    "/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip
_GREYS: Final = 14
"""Steps from ink to leaf; with ground and rubric they are the sixteen colours of a pixel of four bits."""
_INK, _INK_2, _GROUND, _RUBRIC = 0, 50, _GREYS, _GREYS + 1
"""Text by its lightness, areas by their place in the palette."""
_PALETTE: Final = bytes(
    ink + (leaf - ink) * step // (_GREYS - 1)
    for step in range(_GREYS)
    for ink, leaf in ((0x1A, 0xFD), (0x1B, 0xFD), (0x1E, 0xFB))
) + bytes.fromhex("f1f1ed a8281b")
"""The page's ink #1a1b1e, leaf #fdfdfb, ground and rubric (style.css)."""
_LEFT, _INNER = 96, 900
_SIZES: Final = (76, 68, 60, 52, 46, 40)
_HAN: Final = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_CLOSERS: Final = "、。，．・：；？！」』）］｝〉》〕】ー々…"
_PIECE: Final = rf"[^\s{_HAN}]+[{_CLOSERS}]*|[{_HAN}][{_CLOSERS}]*|\s+"
"""What may not be broken: a word, or a sign of a script without spaces with what may not begin a line."""


def find_faces(settings: Settings, project: Path, place: Place) -> Faces | Diagnostic | None:
    """Find the fonts to draw with, None if there are to be no cards. Gives SOC001 if there is no font."""
    if not settings.social.cards or not settings.base_url:
        return None
    wanted = [project / name for name in settings.social.fonts]
    missing = [name for name, file in zip(settings.social.fonts, wanted, strict=True) if not file.is_file()]
    if missing:
        message = f"no pictures for cards: there is no font `{missing[0]}`"
        help_ = "give the path of a .ttf, .otf or .ttc file from the project's folder"
        return Diagnostic(place, "SOC001", message, help=help_)
    files = [*wanted, *machine_fonts()]
    if not files:
        message = "no pictures for cards: this machine has no font that we know"
        help_ = "name one in `fonts` under `[social]`, or set `cards = false` there"
        return Diagnostic(place, "SOC001", message, help=help_)
    return Faces(files)


def lacking_sign(title: str, place: Place, faces: Faces) -> Diagnostic | None:
    """Report that a title, written at `place`, has a sign in no font (SOC001)."""
    lacking = next((sign for sign in title if not sign.isspace() and faces.index(sign) is None), "")
    if not lacking:
        return None
    message = f"no picture for the card of “{title}”: no font has “{lacking}”"
    return Diagnostic(place, "SOC001", message, help="name one in `fonts` under `[social]`")


def machine_fonts(folders: Iterable[str] = _FOLDERS) -> list[Path]:
    """Find the fonts of this machine that we know, best first."""
    found: dict[str, Path] = {}
    for folder in folders:
        for parent, below, names in os.walk(Path(folder).expanduser()):
            below.sort()
            for name in names:
                found.setdefault(name, Path(parent) / name)
    return [found[name] for name in _FACES if name in found]


class Faces:
    """Fonts, of which the first that has a sign draws it."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = files
        self.told = "\n".join(f"{file.name} {file.stat().st_size}" for file in files)
        """Says which they are."""
        self._fonts: dict[tuple[int, int], FreeTypeFont] = {}
        self._known: dict[str, int | None] = {}

    def font(self, index: int, size: int) -> FreeTypeFont:
        """Give a face at a size in pixels."""
        from PIL import ImageFont

        if (index, size) not in self._fonts:
            # The basic engine gives the same shapes everywhere; the other one depends on libraries of the machine.
            made = ImageFont.truetype(self.files[index], size, layout_engine=ImageFont.Layout.BASIC)
            self._fonts[index, size] = made
        return self._fonts[index, size]

    def index(self, sign: str) -> int | None:
        """Give the face for a sign, None if no face has it."""
        if sign not in self._known:
            self._known[sign] = next((at for at in range(len(self.files)) if self._has(at, sign)), None)
        return self._known[sign]

    def _has(self, at: int, sign: str) -> bool:
        font = self.font(at, 40)
        # A face draws the same box for all that it lacks, so also for a noncharacter.
        return sign.isspace() or bytes(font.getmask(sign)) != bytes(font.getmask("\U0010ffff"))

    def runs(self, text: str) -> Iterator[tuple[int, str]]:
        """Cut a text where the face changes."""
        at, run = 0, ""
        for sign in text:
            index = at if sign.isspace() and run else self.index(sign) or 0
            if index != at and run:
                yield at, run
                run = ""
            at, run = index, run + sign
        yield at, run

    def width(self, text: str, size: int) -> float:
        """Measure a line, in pixels."""
        return sum(self.font(at, size).getlength(run) for at, run in self.runs(text))

    def lines(self, text: str, size: int) -> list[str]:
        """Break a text into lines that fit."""
        done, line = [], ""
        for piece in re.findall(_PIECE, " ".join(text.split())):
            if line and self.width(line + piece, size) > _INNER:
                done.append(line.rstrip())
                line = ""
            line += piece if line or not piece.isspace() else ""
        return [*done, line.rstrip()] if line else done


def draw_card(title: str, summary: str, site: str, faces: Faces) -> bytes:
    """Draw the card of a briefing on the site of a title."""
    from io import BytesIO

    from PIL import Image, ImageDraw

    image = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = ImageDraw.Draw(image)

    def write(line: str, y: float, size: int, fill: int) -> None:
        x: float = _LEFT
        for at, run in faces.runs(line):
            font = faces.font(at, size)
            pen.text((x, y), run, font=font, fill=fill, anchor="ls")
            x += font.getlength(run)

    write(site, 92, 30, _INK_2)
    size, lines = next(
        ((size, lines) for size in _SIZES if len(lines := faces.lines(title, size)) * size * 1.18 <= 300),
        (_SIZES[-1], faces.lines(title, _SIZES[-1])),
    )
    y = 130 + size
    for line in _shortened(lines, 6):
        write(line, y, size, _INK)
        y += round(size * 1.18)
    for number, line in enumerate(_shortened(faces.lines(summary, 28), 3)):
        write(line, HEIGHT - 140 + number * 40, 28, _INK_2)
    image = image.point([value * (_GREYS - 1) // 255 for value in range(256)])
    image.putpalette(_PALETTE)
    pen = ImageDraw.Draw(image)
    for left, right in ((0, _LEFT - 48), (_LEFT + _INNER + 48, WIDTH)):
        pen.rectangle((left, 0, right, HEIGHT), fill=_GROUND)
    pen.line(
        (WIDTH - 96, 118, WIDTH - 56, 118, WIDTH - 56, HEIGHT - 118, WIDTH - 96, HEIGHT - 118), fill=_RUBRIC, width=10
    )
    out = BytesIO()
    image.save(out, "PNG", bits=4, compress_level=6)
    return out.getvalue()


def _shortened(lines: list[str], most: int) -> list[str]:
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]
