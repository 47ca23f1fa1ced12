#!/usr/bin/env python3
"""Time what sources and cites cost: a site with them against the same texts without, built in turns.

  bench/citations.py FOLDER [--sources 3000] [--cites 10000] [--runs 3] [--style chicago-author-date]

Writes three projects into FOLDER: `none`, `half` and `all` of the cites and sources. Times a first build, builds after an edit of one
briefing, and builds after an edit of one source; prints medians, ratios to the site without cites, and whether the cost is linear.
CPU seconds are of all processes, pandoc's included. Standard library only; the runs make no index for searching.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
from pathlib import Path
from typing import Final

from rebuild import Run, run

BRIEFINGS: Final = 250
NOTES: Final = 10
FAMILIES: Final = [a + b for a in ("Abel", "Brandt", "Corbin", "Duval", "Ekman", "Ferrer", "Grant", "Holm", "Ivers", "Jonas")
                   for b in ("", "sen", "ez", "off", "ini", "ski", "er", "ton", "feld", "aux")]  # fmt: skip
GIVEN: Final = ("Ada", "Boris", "Clara", "Dmitri", "Emiko", "Farid", "Greta")
TYPES: Final = ("book", "article-journal", "chapter", "article-newspaper", "report", "treaty", "webpage", "thesis")
LOCATORS: Final = ("", ", p. 3", ", pp. 12–15", ", art. 9", ", chap. 2")
STANCES: Final = ("", "supports ", "disputes ", "see ")


def source(number: int) -> dict[str, object]:
    """Make a work. Some hundred of them share author and year with another one, and many a family name."""
    kind = TYPES[number % len(TYPES)]
    authors = [{"family": FAMILIES[number * 7 % 100], "given": GIVEN[number * 3 % 7]}]
    if number % 4 == 0:
        authors.append({"family": FAMILIES[number * 11 % 100], "given": GIVEN[number % 7]})
    found: dict[str, object] = {
        "id": f"w{number}", "type": kind, "title": f"On the {number}th question of the islands", "author": authors,
        "issued": {"date-parts": [[1850 + number * 13 % 175]]}, "publisher": "A Press", "URL": f"https://example.org/{number}",
    }  # fmt: skip
    if kind.startswith("article") or kind == "chapter":
        found |= {"container-title": f"Journal of Questions {number % 40}", "volume": str(number % 60), "page": "1-20"}
    return found


def cite(number: int, sources: int) -> str:
    """Make a citation; each fifth one stands in the sentence."""
    key = f"w{number * 17 % sources}"
    locator = LOCATORS[number % len(LOCATORS)]
    if number % 5 == 4:
        return f" as @{key}{f' [{locator[2:]}]' if locator else ''} has it"
    return f" [{STANCES[number % len(STANCES)]}@{key}{locator}]"


def write(folder: Path, sources: int, cites: int) -> None:
    """Write a project; without sources its texts are the same but for the citations."""
    shutil.rmtree(folder, ignore_errors=True)
    content = folder / "content"
    (content / "sources").mkdir(parents=True)
    (content / "site.toml").write_text(
        'title = "Bench"\nbase_url = "https://example.org/"\nlanguage = "en"\n[search]\npagefind = false\n'
    )
    if sources:
        (content / "sources" / "all.json").write_text(json.dumps([source(number) for number in range(sources)]))
    texts = BRIEFINGS * (NOTES + 10)
    made = 0
    for slug in range(BRIEFINGS):
        here = content / "briefings" / f"b{slug}"
        here.mkdir(parents=True)
        sentences = []
        for number in range(NOTES + 10):
            until = cites * (slug * (NOTES + 10) + number + 1) // texts
            words = "".join(cite(each, sources) for each in range(made, until))
            made = until
            sentences.append(f"The ferry of day {number} of year {slug} was late and nobody knew why{words}.")
        (here / "briefing.md").write_text(
            f"---\ntitle: Briefing {slug}\nsummary: S.\ndate: 2026-01-01\n---\n\n" + " ".join(sentences[NOTES:]) + "\n"
        )
        (here / "article.md").write_text(
            "\n\n".join(f"Passage {number} is about ferry {number} alone." for number in range(NOTES)) + "\n"
        )
        notes = (
            f"## Note {number} {{#n{number}}}\n\n> Passage {number} is about ferry {number} alone.\n\n{sentences[number]}\n"
            for number in range(NOTES)
        )
        (here / "annotations.md").write_text("\n".join(notes))


def edit_text(folder: Path, turn: int) -> None:
    """Put a sentence at the end of a briefing."""
    path = folder / "content" / "briefings" / "b100" / "briefing.md"
    path.write_text(path.read_text().rstrip() + f" Edit {turn} was made.\n")


def edit_source(folder: Path, turn: int) -> None:
    """Change the title of a source; of a site without any, a text."""
    path = folder / "content" / "sources" / "all.json"
    if not path.exists():
        return edit_text(folder, turn)
    listed = json.loads(path.read_text())
    listed[100]["title"] = f"On the hundredth question, edition {turn}"
    path.write_text(json.dumps(listed))
    return None


def told(name: str, runs: dict[str, list[Run]]) -> None:
    """Print medians and ratios of one kind of build."""
    found = {
        site: Run(*(statistics.median(one[part] for one in each) for part in range(3))) for site, each in runs.items()
    }
    base, half, all_ = found["none"], found["half"], found["all"]
    for site, one in found.items():
        ratio = f"{one.wall / base.wall:5.2f} × wall {one.cpu / base.cpu:5.2f} × CPU of none"
        sys.stdout.write(
            f"{name:22} {site:5} {one.wall:7.2f} s wall {one.cpu:7.2f} s CPU {one.peak:5.0f} MB  {ratio}\n"
        )
    sys.stdout.write(
        f"{'':22} the second half costs {(all_.cpu - half.cpu) / max(half.cpu - base.cpu, 0.01):.2f} × the first\n"
    )


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--sources", type=int, default=3000)
    options.add_argument("--cites", type=int, default=10000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--style", default="chicago-author-date")
    given = options.parse_args()
    sizes = {"none": (0, 0), "half": (given.sources // 2, given.cites // 2), "all": (given.sources, given.cites)}
    build = [sys.executable, "-m", "glossator", "build", "--no-search"]
    folders = {name: given.folder / name for name in sizes}
    for name, (sources, cites) in sizes.items():
        write(folders[name], sources, cites)
        settings = folders[name] / "content" / "site.toml"
        settings.write_text(f'style = "{given.style}"\n{settings.read_text()}')
    told("first build", {name: [run(build, folder)] for name, folder in folders.items()})
    for name, change in (("after an edit", edit_text), ("after a source's edit", edit_source)):
        runs: dict[str, list[Run]] = {site: [] for site in folders}
        for turn in range(given.runs):
            for site, folder in folders.items():
                change(folder, turn)
                runs[site].append(run(build, folder))
        told(name, runs)


if __name__ == "__main__":
    main()
