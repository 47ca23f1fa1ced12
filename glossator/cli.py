"""The command line: argv → stages → exit code. 0 is well, 1 is faults in content, 2 is a wrong call."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from .report import Bar, Format, Weighing, as_json, coverage_lines, coverage_told, lines, told, weigh

if TYPE_CHECKING:
    from .live.rounds import Round
    from .live.serving import Loop
    from .pipeline import Build, Project


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="glossator")
def main() -> None:
    """Turn source articles and annotations into a cross-linked site of briefings."""
    # Nearly all that a build makes is wanted to its end: to look for what is not, again and again, takes a tenth of it.
    gc.set_threshold(50_000, 50, 50)


def program(name: str = "glossator") -> NoReturn:
    """Run the command line as a process, and end that at once: to take down all that is in memory takes a tenth of an edit."""
    code: str | int | None = 0
    try:
        main(prog_name=name)
    except SystemExit as leaving:
        code = leaving.code
    if threading.active_count() == 1 and isinstance(code, int):
        with suppress(OSError):  # nobody reads it any more: then it ends as usual
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:  # it was closed when we began
                    stream.flush()
            os._exit(code)
    sys.exit(code)


def _content_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--content",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("content"),
        show_default=True,
        help="Folder with the content; its parent is the project.",
    )(command)


def _build_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option(
            "--format",
            "form",
            type=click.Choice(["text", "json", "github"]),
            default="text",
            show_default=True,
            help="How faults are told.",
        ),
        click.option("--strict", is_flag=True, help="Make warnings errors."),
        click.option("--drafts", is_flag=True, help="Include briefings whose status is draft."),
    ):
        command = option(command)
    return _content_option(command)


@main.command()
@_build_options
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the site.  [default: site]")
@click.option("--no-search", is_flag=True, help="Make no index of the texts; names are found all the same.")
@click.option("--clean", is_flag=True, help="Forget what is remembered of earlier builds.")
@click.option("--explain", is_flag=True, help="Say of each page that was rendered why.")
@click.option(
    "--jobs", "-j", type=click.IntRange(1), help="Processes that work on a large site.  [default: all processors]"
)
def build(
    content: Path,
    out: Path | None,
    form: Format,
    jobs: int | None,
    *,
    strict: bool,
    drafts: bool,
    no_search: bool,
    clean: bool,
    explain: bool,
) -> None:
    """Build the site. With an error, the published site stays as it was."""
    project = _project(content)
    weighing = weigh(check=False, strict=strict)
    started = time.monotonic()
    target = out if out is not None else project.root / "site"
    try:
        made = _run(project, weighing, drafts=drafts, index=not no_search, out=target, clean=clean, jobs=jobs)
    except OSError as error:
        raise click.ClickException(f"cannot write the site: {error}") from error
    if explain:
        for path, why in made.rendered:
            click.echo(f"{path}: {why}", err=True)
    summary: dict[str, Any] = {**made.counts}
    if made.published is not None:
        summary |= {"pages": made.pages, "written": made.published.written, "removed": made.published.removed}
    _tell(made, weighing, form, project, summary, time.monotonic() - started)


@main.command()
@_build_options
def check(content: Path, form: Format, *, strict: bool, drafts: bool) -> None:
    """Check the content and write nothing; also advise on uncited claims, unused sources, unlinked terms."""
    project = _project(content)
    weighing = weigh(check=True, strict=strict)
    started = time.monotonic()
    made = _run(project, weighing, drafts=drafts)
    _tell(made, weighing, form, project, dict(made.counts), time.monotonic() - started)


def _live_options(command: Callable[..., Any]) -> Callable[..., Any]:
    poll = click.option("--poll", is_flag=True, help="Look for changes again and again, for network drives.")
    drafts = click.option("--drafts", is_flag=True, help="Include briefings whose status is draft.")
    return _content_option(poll(drafts(command)))


@main.command()
@_live_options
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one.")
@click.option("--edit", is_flag=True, help="Let notes be written, changed and deleted on the pages.")
def serve(content: Path, port: int, *, poll: bool, drafts: bool, edit: bool) -> None:
    """Serve the site on 127.0.0.1, build it after each change, and exchange the pages that are open. Ctrl-C ends."""
    from .live.serving import PortError
    from .live.serving import serve as run

    try:
        run(_loop(content, poll=poll, drafts=drafts), port, edit=edit)
    except PortError as error:
        raise click.ClickException(f"{error}; try another --port") from error


@main.command()
@_live_options
@click.option("--no-search", is_flag=True, help="Make no index of the texts; names are found all the same.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the site.  [default: site]")
def watch(content: Path, out: Path | None, *, poll: bool, drafts: bool, no_search: bool) -> None:
    """Build the site after each change. Ctrl-C ends."""
    from .live.serving import watch as run

    loop = _loop(content, poll=poll, drafts=drafts)
    run(loop, out if out is not None else loop.project.root / "site", index=not no_search)


@main.command()
@click.option("--article", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="Text in which to look.")
def locate(article: Path | None) -> None:
    """Find quotes: selectors as JSON lines from standard input, spans as JSON lines to standard output."""
    from .resolve.locating import locate as locate_lines

    for line in locate_lines(sys.stdin, _text_of, str(article) if article else ""):
        click.echo(line)


@main.command()
@click.argument("targets", nargs=-1, metavar="[BRIEFING[#NOTE]]…")
@click.option("--accept", "accepts", is_flag=True, help="Accept where they stand, and write anchors.lock.")
@click.option("--strict", is_flag=True, help="Make warnings errors.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_content_option
def anchors(content: Path, targets: tuple[str, ...], form: Format, *, accepts: bool, strict: bool) -> None:
    """List where quotes stand, and what of it a person has yet to accept; with --accept, accept it."""
    from . import acceptance

    project = _project(content)
    prefix = _prefix(project)
    try:
        asked = acceptance.asked(targets) or dict.fromkeys(acceptance.briefings(project.root, project.content))
        do = acceptance.accept if accepts else acceptance.unaccepted
        made = [do(project.root, slug, notes, content=project.content) for slug, notes in asked.items()]
    except acceptance.UnknownBriefingError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"cannot write anchors.lock: {error}") from error
    faults = told((fault for each in made for fault in each.account.faults), weigh(check=True, strict=strict))
    errors = sum(weight == "error" for _, weight in faults)
    if form == "json":
        summary = {"errors": errors, "warnings": len(faults) - errors}
        click.echo(as_json(faults, summary, prefix, briefings=[acceptance.as_data(each, prefix) for each in made]))
    else:
        for line in lines(faults, form, prefix):
            click.echo(line, err=True)
        for line in (line for each in made for line in acceptance.as_lines(each, prefix, accepting=accepts)):
            click.echo(line)
    sys.exit(1 if errors else 0)


@main.group()
def new() -> None:
    """Begin a site, a briefing, a concept or an event."""


@new.command("site")
@click.argument("folder", type=click.Path(path_type=Path))
def new_site(folder: Path) -> None:
    """Write a small site that can be built, to look at and to go on from."""
    from .scaffold import new_site as write

    _written(lambda: write(folder))


@new.command("briefing")
@click.argument("slug")
@click.option("--title", help="Title; else made from the slug.")
@_content_option
def new_briefing(slug: str, title: str | None, content: Path) -> None:
    """Write a draft briefing with an article and one annotation."""
    from .scaffold import new_briefing as write

    _scaffold(content, lambda: write(content, _slug(slug), title or _title(slug)))


@new.command("concept")
@click.argument("slug")
@click.option("--title", help="Preferred term; else made from the slug.")
@_content_option
def new_concept(slug: str, title: str | None, content: Path) -> None:
    """Write a concept of the glossary."""
    from .scaffold import new_concept as write

    _scaffold(content, lambda: write(content, _slug(slug), title or _title(slug)))


@new.command("event")
@click.argument("slug")
@click.option("--when", required=True, help="Date in EDTF: 1956-10-19, 1855~, 1945/1949.")
@click.option("--title", help="Title; else made from the slug.")
@_content_option
def new_event(slug: str, when: str, title: str | None, content: Path) -> None:
    """Put an event at the end of timeline/events.md."""
    from .model.date import Date
    from .read.dates import parse_date
    from .scaffold import new_event as write

    date = parse_date(when)
    if not isinstance(date, Date):
        raise click.UsageError(f"{date.message}\n  help: {date.help}" if date.help else date.message)
    quoted = f'"{when}"' if " " in when else when
    _scaffold(content, lambda: write(content, _slug(slug), title or _title(slug), quoted))


def _scaffold(content: Path, write: Callable[[], list[Path]]) -> None:
    from .scaffold import start_content

    _written(lambda: write() + start_content(content))


def _written(write: Callable[[], list[Path]]) -> None:
    """Say which files were written; what is there already is a wrong call."""
    from .scaffold import AlreadyThereError

    try:
        files = write()
    except AlreadyThereError as error:
        raise click.UsageError(str(error)) from error
    for file in files:
        click.echo(file)


def _slug(text: str) -> str:
    from .read.slugs import is_slug, slug_from

    if not is_slug(text):
        raise click.UsageError(f"`{text}` is no slug; did you mean `{slug_from(text)}`?")
    return text


def _title(slug: str) -> str:
    return slug.replace("-", " ").capitalize()


def _text_of(path: str) -> str:
    text = Path(path).read_text("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _project(content: Path) -> Project:
    from .pipeline import Project

    if not content.is_dir():
        raise click.UsageError(f"there is no folder {content}; run `glossator new site …` or give --content")
    folder = content.resolve()
    return Project(folder.parent, folder.name)


def _loop(content: Path, *, poll: bool, drafts: bool) -> Loop:
    from .live.serving import Loop
    from .live.telling import round_lines

    project, weighing = _project(content), weigh(check=False, strict=False)

    def tell(made: Round) -> None:
        for line in round_lines(made, weighing, _prefix(project)):
            click.echo(line, err=True)

    return Loop(project, weighing, drafts, poll, lambda *_: None, tell, click.echo)


def _run(
    project: Project,
    weighing: Weighing,
    *,
    drafts: bool,
    index: bool = False,
    out: Path | None = None,
    clean: bool = False,
    jobs: int | None = None,
) -> Build:
    from .pipeline import build as run

    with Bar() as bar:
        return run(
            project,
            out=out,
            drafts=drafts,
            fatal=weighing.fatal,
            progress=bar.tell,
            health=drafts,
            index=index,
            clean=clean,
            jobs=jobs,
        )


def _prefix(project: Project) -> str:
    """Give what leads from the working folder to the project."""
    prefix = os.path.relpath(project.root).replace(os.sep, "/")
    return "" if prefix == "." else prefix + "/"


def _tell(
    made: Build, weighing: Weighing, form: Format, project: Project, summary: dict[str, Any], seconds: float
) -> None:
    """Print the faults and the summary, and leave with the exit code."""
    prefix = _prefix(project)
    faults = told(made.diagnostics, weighing)
    errors = sum(weight == "error" for _, weight in faults)
    if form == "json":
        if made.coverage.judged:
            summary |= coverage_told(made.coverage)
        click.echo(as_json(faults, {**summary, "errors": errors, "warnings": len(faults) - errors}, prefix))
    else:
        for line in lines(faults, form, prefix):
            click.echo(line, err=form == "text")
        for line in coverage_lines(made.coverage):
            click.echo(line)
        click.echo(_summary(summary, errors, len(faults) - errors, seconds))
    sys.exit(1 if errors else 0)


def _summary(summary: dict[str, Any], errors: int, warnings: int, seconds: float) -> str:
    counts = ", ".join(f"{count} {_noun(name, count)}" for name, count in summary.items() if name != "removed" or count)
    faults = f"{errors} {_noun('errors', errors)}, {warnings} {_noun('warnings', warnings)}"
    return f"{counts}; {faults}; {seconds:.1f} s" if counts else f"{faults}; {seconds:.1f} s"


def _noun(plural: str, count: int) -> str:
    return plural.removesuffix("s") if count == 1 else plural
