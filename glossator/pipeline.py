"""The build as one function, read top to bottom: read, resolve, format citations, render.

The only place where stages meet what is remembered between runs. Nothing is written to the site here; `publish` does
that with what comes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .engine.store import Store
from .model.diagnostics import Diagnostic, Severity
from .read.project import Progress, read_project
from .resolve.site import Site, resolve_site

if TYPE_CHECKING:
    from .render.citing import Formatted


@dataclass(frozen=True, slots=True)
class Project:
    """Where things are. The content folder stands in the project's folder."""

    root: Path
    content: str = "content"

    @property
    def state(self) -> Path:
        """The folder for what is remembered between runs."""
        return self.root / ".glossator"


@dataclass(frozen=True, slots=True)
class Build:
    """What a build gave."""

    files: dict[str, bytes]
    """By path; empty if there are errors."""
    diagnostics: tuple[Diagnostic, ...]
    """Sorted."""
    counts: dict[str, int] = field(default_factory=dict)
    """Briefings, annotations, concepts, sources, events; zero ones left out."""


def build(
    project: Project,
    *,
    drafts: bool,
    fatal: Iterable[Severity],
    progress: Progress,
    health: bool = False,
    index: bool = False,
) -> Build:
    """Build the site of a project in memory. `fatal` are the severities that make it fail.

    `health` asks for the page of what needs work, which no reader is to see; `index` for the index of all texts, if the
    site is to have one: it takes the longest and is not for an editor who waits.
    """
    fatal = frozenset(fatal)
    read, faults = read_project(project.root, project.content, drafts=drafts, progress=progress)
    site, found = resolve_site(read, progress)
    faults += found
    files: dict[str, bytes] = {}
    if not any(fault.severity in fatal for fault in faults):
        files, found = _render(site, project, progress, faults if health else None, index=index)
        faults += found
        if any(fault.severity in fatal for fault in found):
            files = {}
    unique = dict.fromkeys(sorted(faults, key=lambda fault: fault.sort_key))
    return Build(files, tuple(unique), _counts(site))


def _render(
    site: Site, project: Project, progress: Progress, health: Sequence[Diagnostic] | None, *, index: bool
) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """Make all files of a resolved site. Imports what only rendering needs."""
    from .render.book import list_files, render
    from .render.pages import load_templates
    from .render.search_data import wanted
    from .render.sheet import Printer

    citing, faults = _format(site, project)
    if citing is None:
        return {}, faults
    pages = tuple((f"pages/{each.page.slug}.html", each.page.title) for each in site.pages)
    ranks = {key: rank for rank, key in enumerate(citing.order)}
    cards, found = _cards(site, project)
    faults += found
    index, found = wanted(site) if index else (False, ())
    faults += found
    printer = Printer(site.settings, site.lookup, citing, ranks, pages, cards, index)
    outputs, found = list_files(site, printer, project.root, health)
    faults += found
    templates = load_templates(project.root)
    files = {}
    for number, output in enumerate(outputs):
        progress("rendering", number, len(outputs))
        files[output.path], found = render(output, printer, templates)
        faults += found
    progress("rendering", len(outputs), len(outputs))
    if index:
        progress("indexing", 0, 1)
        files, found = _index(site, project, files)
        faults += found
    return files, faults


def _index(site: Site, project: Project, files: dict[str, bytes]) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """Add the index of all texts; gives SCH001 if there is none, with which the finder over names remains."""
    from .publish.search import build_index

    settings = site.settings
    made = build_index(files, settings.language, project.state, timeout=settings.search.timeout)
    if not made.fault:
        return files | made.files, ()
    message = f"no index of the texts: {made.fault}"
    help_ = "readers still find names, titles, claims and sources; `--no-search` builds without the index"
    return files, (Diagnostic(site.settings_place, "SCH001", message, help=help_),)


def _cards(site: Site, project: Project) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """Draw the pictures of briefings for cards; drawn ones are kept between runs."""
    from .render.social_card import CardText, draw_cards

    heads = [(each.briefing.slug, each.briefing.head) for each in site.briefings]
    texts = [CardText(f"briefings/{slug}.png", head.title, head.summary, head.place) for slug, head in heads]
    with Store(project.state / "state.sqlite") as store:
        return draw_cards(texts, site.settings, project.root, site.settings_place, store)


def _format(site: Site, project: Project) -> tuple[Formatted | None, tuple[Diagnostic, ...]]:
    """Format citations and reference lists in the style of the site; strings are kept between runs."""
    from .render.citing import format_citations
    from .render.csl_style import find_style
    from .render.pandoc import Pandoc

    style = find_style(site.settings.style, project.root, site.settings_place)
    if isinstance(style, Diagnostic):
        return None, (style,)
    with Store(project.state / "state.sqlite") as store, Pandoc() as pandoc:
        return format_citations(
            site.items,
            site.citations,
            style,
            site.settings.language,
            pandoc=pandoc,
            store=store,
            place=site.settings_place,
        )


def _counts(site: Site) -> dict[str, int]:
    counts = {
        "briefings": len(site.briefings),
        "annotations": sum(len(each.notes) for each in site.briefings),
        "concepts": len(site.concepts),
        "sources": len(site.items),
        "events": len(site.events),
    }
    return {name: count for name, count in counts.items() if count}
