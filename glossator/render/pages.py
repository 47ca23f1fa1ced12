"""A view becomes a page, by the template of its kind.

A project's own templates come before ours, file by file; ours stay reachable as `glossator/<name>`, so that a project
overrides one block and keeps the rest. A template that fails is a fault of the project like any other: a diagnostic
with its place, never a traceback.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Place

from . import views
from .own import own_templates

if TYPE_CHECKING:
    from types import TracebackType

    from jinja2 import Environment

TEMPLATES: Final[dict[type[views.View], str]] = {
    views.BriefingView: "briefing.html",
    views.HomeView: "home.html",
    views.ArchiveView: "archive.html",
    views.ConceptView: "concept.html",
    views.DisambiguationView: "disambiguation.html",
    views.GlossaryView: "glossary.html",
    views.SourcesView: "sources.html",
    views.SourceView: "source.html",
    views.TimelinePageView: "timeline.html",
    views.ClaimsView: "claims.html",
    views.ClaimView: "claim.html",
    views.ForecastsView: "forecasts.html",
    views.TextPageView: "page.html",
    views.NotFoundView: "not-found.html",
    views.SearchView: "search.html",
    views.HealthView: "health.html",
    views.SitemapView: "sitemap.xml",
}
"""The template of each page kind."""

OURS: Final = "glossator"
"""Prefix under which our own templates stay reachable from a project's."""


_LEFTWARDS: Final = frozenset(("ar", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"))
_LEFTWARDS_SCRIPTS: Final = frozenset(("Arab", "Hebr", "Syrc", "Thaa"))


def load_templates(project: Path | None = None, compiled: Path | None = None) -> Environment:
    """Make the Jinja environment of a project, whose folder `templates/` comes before ours where there is one.

    Templates load when first used, and once an environment; an undefined variable is a fault. `compiled` is a folder in which
    they are kept as Python runs them, which saves a fifth of a small build; it must be of this version of ours.
    """
    from jinja2 import (
        ChoiceLoader,
        Environment,
        FileSystemBytecodeCache,
        FileSystemLoader,
        PrefixLoader,
        StrictUndefined,
        select_autoescape,
    )

    ours = FileSystemLoader(own_templates())
    theirs = [FileSystemLoader(project / "templates")] if project is not None else []
    environment = Environment(
        loader=ChoiceLoader([*theirs, ours, PrefixLoader({OURS: ours})]),
        autoescape=select_autoescape(("html", "xml")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=FileSystemBytecodeCache(str(compiled)) if compiled is not None else None,
    )
    # The one global of Jinja that gives other text at each call.
    environment.tests["rtl"] = reads_leftwards
    del environment.globals["lipsum"]
    return environment


def reads_leftwards(tag: str) -> bool:
    """Tell whether a language, as BCP 47 writes it, is written from right to left."""
    language, *subtags = tag.split("-")
    scripts = [each.title() for each in subtags if len(each) == 4]
    return scripts[0] in _LEFTWARDS_SCRIPTS if scripts else language.lower() in _LEFTWARDS


def render_page(frame: views.Frame, view: views.View, templates: Environment) -> tuple[str, tuple[Diagnostic, ...]]:
    """Render the page of a view; the text is empty when the template fails (TPL001)."""
    name = TEMPLATES[type(view)]
    try:
        return templates.get_template(name).render(frame=frame, view=view), ()
    except Exception as fault:  # noqa: BLE001 - a template is the project's own code and may raise anything
        return "", (_diagnostic(fault, name, templates),)


def _diagnostic(fault: Exception, name: str, templates: Environment) -> Diagnostic:
    """Say which template failed, where and why."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    path, line = _last_line(fault.__traceback__) or (name, 1)
    reason, help_ = str(fault), "docs/templates.md lists what each template gets"
    if isinstance(fault, TemplateSyntaxError):
        path, line = fault.filename or name, fault.lineno
        reason, help_ = fault.message or "", "correct the template's syntax"
    elif isinstance(fault, TemplateNotFound):
        reason, help_ = f"no template '{fault.message}'", f"a template of ours can be named '{OURS}/…'"
    message = f"template fault: {reason[:1].lower()}{reason[1:].rstrip('.')}"
    return Diagnostic(Place(_shown(path, templates), line), "TPL001", message, help=help_)


def _last_line(trace: TracebackType | None) -> tuple[str, int] | None:
    """Give the innermost line of a template on a traceback, which Jinja has rewritten to template files and lines."""
    found = None
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            found = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _shown(path: str, templates: Environment) -> str:
    """Give a template's path as an editor of the project knows it: `templates/x.html`, or `glossator/templates/x.html`."""
    from jinja2 import ChoiceLoader, FileSystemLoader

    assert isinstance(templates.loader, ChoiceLoader)
    folders = [Path(each.searchpath[0]) for each in templates.loader.loaders if isinstance(each, FileSystemLoader)]
    ours, theirs = folders[-1], folders[:-1]
    for folder in theirs:
        if Path(path).is_relative_to(folder):
            return f"templates/{Path(path).relative_to(folder).as_posix()}"
    shown = Path(path).relative_to(ours) if Path(path).is_relative_to(ours) else Path(path)
    return f"{OURS}/templates/{shown.as_posix()}"
