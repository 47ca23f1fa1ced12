"""`new`: first files for an editor to go on from. Nothing that exists is ever overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_SETTINGS: Final = """\
title = "Briefings"
base_url = "https://example.org/"
language = "en"
"""
_BRIEFING: Final = """\
---
title: "{title}"
summary: One sentence for lists, cards and feeds.
status: draft
article:
  form: original
  rights: full
---

## Key points

- What a reader should take away.
"""
_ARTICLE: Final = """\
Put the source article here, as it came.
"""
_ANNOTATIONS: Final = """\
## What this note says {#first-note .context}

> Put the source article here

What a reader needs to know about the passage.
"""
_CONCEPT: Final = """\
---
term: "{title}"
kind: concept
short: One sentence that says what it is.
---

What there is to say about it.
"""
_EVENT: Final = """\
## {title} {{#{slug} when={when}}}

What happened, and where it is told.
"""


_STARTER: Final = Path(__file__).with_name("starter")


class AlreadyThereError(Exception):
    """A file or event that was to be made exists."""


def new_site(folder: Path) -> list[Path]:
    """Copy the starter project into a folder that is not there or empty; give the files."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} exists and is not empty"
        raise AlreadyThereError(message)
    files = [file for file in sorted(_STARTER.rglob("*")) if file.is_file()]
    return _write({folder / file.relative_to(_STARTER): file.read_text("utf-8") for file in files})


def start_content(content: Path) -> list[Path]:
    """Write `site.toml` where there is none, so that what is begun can be built; give the files."""
    settings = content / "site.toml"
    return [] if settings.exists() else _write({settings: _SETTINGS})


def new_briefing(content: Path, slug: str, title: str) -> list[Path]:
    """Write a draft briefing with an article and one annotation; give the files."""
    folder = content / "briefings" / slug
    texts = {
        folder / "briefing.md": _BRIEFING.format(title=_quoted(title)),
        folder / "article.md": _ARTICLE,
        folder / "annotations.md": _ANNOTATIONS,
    }
    return _write(texts)


def new_concept(content: Path, slug: str, title: str) -> list[Path]:
    """Write a concept; give its file."""
    return _write({content / "glossary" / f"{slug}.md": concept_text(title)})


def concept_text(title: str) -> str:
    """Give what stands in the file of a new concept."""
    return _CONCEPT.format(title=_quoted(title))


def new_event(content: Path, slug: str, title: str, when: str) -> list[Path]:
    """Put an event at the end of `timeline/events.md`; give that file. Every other byte of it stays."""
    file = content / "timeline" / "events.md"
    before = file.read_text("utf-8") if file.exists() else ""
    if f"{{#{slug} " in before or f"{{#{slug}}}" in before:
        message = f"{file} has an event `{slug}`"
        raise AlreadyThereError(message)
    gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(before + gap + _EVENT.format(title=title, slug=slug, when=when), "utf-8")
    return [file]


def _write(texts: dict[Path, str]) -> list[Path]:
    for file in texts:
        if file.exists():
            message = f"{file} exists"
            raise AlreadyThereError(message)
    for file, text in texts.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return list(texts)


def _quoted(title: str) -> str:
    return title.replace("\\", "\\\\").replace('"', '\\"')
