"""Small projects in memory for the tests of the resolve stage: read by the read stage, without files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from told import ReadProject, Site, Told, read_project, resolve_site

from glossator.model.concept import Concept
from glossator.model.diagnostics import Diagnostic
from glossator.model.project import Autolink, Settings
from glossator.model.prose import ROOT, Prose
from glossator.model.text import Place, Source, Span
from glossator.read.concept import read_concept
from glossator.read.prose import our_text
from glossator.resolve.facts import Spot
from glossator.resolve.index import Lookup
from glossator.resolve.links import Context
from glossator.resolve.prose import Manner, Resolved
from glossator.resolve.walk import resolve_prose

CASES = Path(__file__).parent / "cases"
SPOT = Spot("pages/x.html", "", "X", lang="en")
PLACE = Place("x.md")


def cases(name: str) -> list[tuple[str, str, str]]:
    """Read a file of title, input and expected output, with a `.` between them."""
    parts = (CASES / name).read_text("utf-8").split("\n.\n")
    found = [(parts[i].split("\n")[-1], parts[i + 1], parts[i + 2]) for i in range(0, len(parts) - 1, 3)]
    assert found
    return found


def concept(written: str) -> Concept:
    """Read a concept from one line: `slug: Term = alias, other@ja = key: value; …`; the parts after `=` may be missing."""
    slug, _, rest = written.partition(":")
    names, _, fields = rest.partition(" | ")
    term, *aliases = (each.strip() for each in names.split(" = "))
    term, _, lang = term.partition("@")
    header = [f"term: {quoted(term)}", *([f"lang: {lang}"] if lang else [])]
    for alias in aliases:
        name, _, lang = alias.partition("@")
        header.append(f"  - {{name: {quoted(name)}, lang: {lang}}}" if lang else f"  - {quoted(name)}")
    if aliases:
        header.insert(-len(aliases), "aliases:")
    header += [each.strip() for each in fields.split(" | ") if each]
    read, faults = read_concept(Source(f"{slug}.md", "---\n" + "\n".join(header) + "\n---\nBody.\n"), slug.strip())
    assert not faults, faults
    return read


def quoted(text: str) -> str:
    """Write a scalar of YAML in quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def prose(text: str) -> Prose:
    """Convert a text of ours."""
    source = Source("x.md", text)
    ours = our_text(source, 0, [])
    return ours.prose(Span(0, len(text)), "body", [])


@dataclass
class Text:
    """A text, resolved, and what was wrong with it."""

    resolved: Resolved
    faults: list[Diagnostic] = field(default_factory=list)

    @property
    def links(self) -> str:
        """Give its HTML with links as `[words→slug]` and without other tags, white space folded."""
        html = re.sub(
            rf'<a class="\w+" href="{ROOT}(?:glossary/)?([^"]*?)(?:\.html)?"[^>]*>(.*?)</a>',
            r"[\2→\1]",
            self.resolved.html,
            flags=re.DOTALL,
        )
        return " ".join(re.sub(r"<[^>]*>", "", html).split())

    @property
    def sentences(self) -> list[str]:
        """Give the sentences of its mentions."""
        return [mention.sentence_html for mention in self.resolved.mentions]

    @property
    def codes(self) -> list[str]:
        """Give the codes of its faults."""
        return [fault.code for fault in self.faults]


def resolve(
    text: str | Prose,
    facts: Told,
    *,
    autolink: Autolink = "first",
    senses: Mapping[str, str] | None = None,
    own: str = "",
    briefing: str = "",
    advice: bool = False,
    trace: set[tuple[str, str]] | None = None,
    seen: set[str] | None = None,
) -> Text:
    """Resolve a text of ours against facts."""
    made = prose(text) if isinstance(text, str) else text
    faults: list[Diagnostic] = []
    context = Context(Lookup(facts.tracing(trace)), briefing, own, senses)
    manner = Manner(autolink, PLACE if advice else None)
    return Text(resolve_prose(made, context, SPOT, manner, faults, seen), faults)


def glossary(*written: str) -> Told:
    """Give the facts of some concepts; see `concept`."""
    return Told([concept(each) for each in written])


def read(root: Path, files: Mapping[str, str], *, drafts: bool = False) -> tuple[ReadProject, tuple[Diagnostic, ...]]:
    """Read a project of some files under content/."""
    site = 'title = "T"\nbase_url = "https://example.org/"\nlanguage = "en"\n'
    for path, text in {"site.toml": site, **files}.items():
        file = root / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return read_project(root, "content", drafts=drafts, progress=lambda _stage, _done, _all: None)


def site(root: Path, files: Mapping[str, str], *, drafts: bool = False) -> tuple[Site, list[Diagnostic]]:
    """Resolve a project of some files under content/; give all faults of reading and resolving, sorted."""
    project, faults = read(root, files, drafts=drafts)
    resolved, found = resolve_site(project, lambda _stage, _done, _all: None)
    return resolved, sorted((*faults, *found), key=lambda fault: fault.sort_key)


__all__ = ["PLACE", "SPOT", "Settings", "Text", "cases", "concept", "glossary", "prose", "read", "resolve", "site"]
