"""`anchors`: what is listed, what is accepted, and that the old words are never lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import Project

from glossator.acceptance import UnknownBriefingError, accept, briefings, look

Make = Callable[[Mapping[str, str | bytes]], Project]

FOLDER = "content/briefings/b"
LOCK = f"{FOLDER}/anchors.lock"
BRIEFING = "---\ntitle: B\nsummary: S.\narticle: {retrieved: 2026-11-20}\n---\n"
HARBOUR = "The harbour was built in 1855 by the engineers of the town."
MOLE = "A mole was added when the storms of the winter had broken the pier twice."
KEEPERS = "Nothing else is known of its keepers, who wrote the log of the harbour every evening."
ARTICLE = f"{HARBOUR}\n\n{MOLE}\n\n{KEEPERS}\n"
NOTES = """## One {#one}

> The harbour was built in 1855

Text.

## Two {#two}

> the storms of the winter had ==broken the pier twice==

> Nothing else is known of its keepers

Text.

## Three {#three}

> wrote the long log of the harbour every evening

Text.

## Whole {#whole}

Text.
"""


def made(project: Make, article: str = ARTICLE, notes: str = NOTES) -> Project:
    """Make a project of one briefing."""
    return project(
        {f"{FOLDER}/briefing.md": BRIEFING, f"{FOLDER}/article.md": article, f"{FOLDER}/annotations.md": notes}
    )


def states(site: Project, command: str = "", *, strict: bool = False) -> dict[str, str]:
    """Give the state of each target by its name, with `!` if it waits."""
    told = listed(site, *(["--accept"] if command else []), *(["--strict"] if strict else []))
    return {
        f"{row['note']} {row['target']}": row["state"] + "!" * row["pending"] for row in told["briefings"][0]["targets"]
    }


def listed(site: Project, *options: str) -> Any:
    """Give what `anchors` says, as data."""
    return json.loads(site.run("anchors", "--format", "json", *options).stdout)


def test_anchors_are_listed_and_nothing_is_written(project: Make) -> None:
    """Counts on standard output, what waits by name, faults on the other one; 0, since a warning fails no run."""
    site = made(project)
    result = site.run("anchors")
    assert (result.exit_code, result.stdout) == (
        0, "b: 3 exact, 1 approximate; 1 to accept\n  three: approximate, to accept\n"
    )  # fmt: skip
    assert "warning ANC003" in result.stderr
    assert site.run("anchors", "--strict").exit_code == 1
    assert not (site.root / LOCK).exists()


def test_accepted_anchors_are_no_longer_told(project: Make) -> None:
    """The warning vanishes until the text changes again; a second time there is nothing to write."""
    site = made(project)
    assert site.codes() == ["ANC003"]
    result = site.run("anchors", "--accept")
    prefix = site.root.name
    assert result.exit_code == 0
    assert "b: accepted three (approximate)\n" in result.stdout
    assert result.stdout.endswith(f"{prefix}/{LOCK}\n")
    before = (site.root / LOCK).read_bytes()
    assert site.codes("check") == []
    assert site.run("anchors", "--accept").stdout.startswith("b: no change to ")
    assert (site.root / LOCK).read_bytes() == before
    site.write({f"{FOLDER}/article.md": ARTICLE.replace("the log of", "the dull log of")})
    assert site.codes() == ["ANC005"]


def test_edits_are_told_until_they_are_accepted(project: Make) -> None:
    """A passage that moved, one that was changed and one that was taken out; then one that is back, and one as before."""
    site = made(project)
    site.run("anchors", "--accept")
    site.write({f"{FOLDER}/article.md": f"{HARBOUR.replace('in 1855', 'in 1856')}\n\n{KEEPERS}\n"})
    assert states(site) == {"one 1": "changed!", "two 1": "gone!", "two 2": "exact", "three 1": "approximate"}
    assert site.codes() == ["ANC005", "ANC006"]
    assert site.run("anchors").exit_code == 1
    assert states(site, "accept") == {"one 1": "changed", "two 1": "gone", "two 2": "exact", "three 1": "approximate"}
    assert site.codes("check") == []
    assert site.run("anchors").stdout.splitlines() == [
        "b: 1 changed, 1 gone, 1 exact, 1 approximate", "  one: changed", "  two: gone", "  three: approximate",
    ]  # fmt: skip

    site.write({f"{FOLDER}/article.md": ARTICLE})
    assert states(site) == {"one 1": "exact", "two 1": "moved!", "two 2": "exact", "three 1": "approximate"}
    assert states(site, "accept") == {"one 1": "exact", "two 1": "moved", "two 2": "exact", "three 1": "approximate"}
    assert site.codes("check") == []


def test_text_that_is_as_it_was_waits_no_more(project: Make) -> None:
    """What was changed and never accepted is as it was accepted, once it reads so again."""
    site = made(project)
    site.run("anchors", "--accept")
    site.write({f"{FOLDER}/article.md": ARTICLE.replace("in 1855", "in 1856").replace("the log of", "the dull log of")})
    accept(site.root, "b", {"two"})
    assert states(site) == {"one 1": "changed!", "two 1": "exact", "two 2": "exact", "three 1": "changed!"}
    rows = {row.note: row for row in look(site.root, "b").rows}
    assert (rows["one"].was, rows["one"].until) == ("The harbour was built in 1855", "2026-11-20")
    site.write({f"{FOLDER}/article.md": ARTICLE.replace("in 1855", "in 1857").replace("the log of", "the dull log of")})
    assert look(site.root, "b").rows[0].was == "The harbour was built in 1855"
    site.write({f"{FOLDER}/article.md": ARTICLE})
    assert states(site) == {"one 1": "exact", "two 1": "exact", "two 2": "exact", "three 1": "approximate"}


def test_one_note_is_accepted_and_the_others_wait(project: Make) -> None:
    """By its name on the command line; what goes on waiting is written down with its old words."""
    site = made(project)
    site.run("anchors", "--accept", "b")
    site.write({f"{FOLDER}/article.md": f"{HARBOUR.replace('1855', '1856')}\n\n{KEEPERS.replace('known', 'said')}\n"})
    result = site.run("anchors", "--accept", "b#one")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (1, "b: accepted one (changed)")
    assert states(site) == {"one 1": "changed", "two 1": "gone!", "two 2": "changed!", "three 1": "approximate"}
    assert (site.root / LOCK).read_text("utf-8").count("pending: yes") == 2
    assert site.codes("build") == ["ANC006", "ANC005"]
    assert listed(site, "b#two")["briefings"][0]["targets"][0]["was"] == "broken the pier twice"
    assert states(site, "accept")["two 1"] == "gone"


def test_quotes_that_were_never_found_cannot_be_accepted(project: Make) -> None:
    """They stay errors: nobody knows what their words are."""
    site = made(project, notes=NOTES.replace("The harbour was built in 1855", "Never was it said that the sea is dry"))
    result = site.run("anchors", "--accept")
    assert result.exit_code == 1
    assert "error ANC001" in result.stderr
    assert "[one]" not in (site.root / LOCK).read_text("utf-8")
    assert site.run("anchors").stdout.splitlines()[1] == "  one: not found"


def test_ids_and_quotes_may_change(project: Make) -> None:
    """A renamed note and a quote put before another keep what was accepted; a quote written anew begins anew."""
    site = made(project)
    site.run("anchors", "--accept")
    notes = NOTES.replace("#three", "#log").replace("> the storms", "> A mole was added\n\n> the storms")
    site.write({f"{FOLDER}/annotations.md": notes})
    assert site.codes("build") == []
    assert site.codes("check") == ["LCK006"]
    assert states(site, "accept")["log 1"] == "approximate"
    assert site.codes("check") == []
    site.write({f"{FOLDER}/annotations.md": notes.replace("The harbour was", "harbour was")})
    result = site.run("anchors", "--accept")
    assert "b: dropped one, which no quote has any more" in result.stdout
    site.write({f"{FOLDER}/annotations.md": notes.replace("> Nothing else is known of its keepers\n\n", "")})
    assert site.codes() == ["LCK004"]


def test_faults_keep_the_ledger_as_it_is(project: Make) -> None:
    """With a broken block or lock nothing is accepted, because what it says would be lost."""
    site = made(project)
    site.run("anchors", "--accept")
    before = (site.root / LOCK).read_text("utf-8")
    site.write({f"{FOLDER}/annotations.md": NOTES.replace("{#two}", "{#two .no-such-kind}")})
    result = site.run("anchors", "--accept")
    assert (result.exit_code, result.stdout) == (1, "b: nothing accepted, because of faults in its files\n")
    assert "error ANN002" in result.stderr
    site.write({f"{FOLDER}/annotations.md": NOTES, LOCK: before.replace("format: 1", "format: 2")})
    assert site.run("anchors", "--accept").exit_code == 1
    assert "format: 2" in (site.root / LOCK).read_text("utf-8")
    site.write({f"{FOLDER}/briefing.md": b"\xff"})
    assert site.run("anchors").exit_code == 1


def test_wrong_calls_are_refused(project: Make) -> None:
    """A briefing that is not there, a note that is not, a folder outside."""
    site = made(project)
    for target in ("c", "b#nine", "b#whole", "../b"):
        result = site.run("anchors", target, "--accept")
        assert result.exit_code == 2, target
        assert not (site.root / LOCK).exists()
    with pytest.raises(UnknownBriefingError):
        accept(site.root, "b", ["nine"])
    assert site.run("anchors", "b#one", "b").stdout == site.run("anchors", "b", "b#one").stdout
    assert site.run("anchors", "b#one", "b#two").stdout == "b: 3 exact; no anchors.lock yet\n"


def test_briefings_without_quotes_get_no_ledger(project: Make) -> None:
    """Nor do those without an article."""
    site = made(project, notes="## Whole {#whole}\n\nText.\n")
    site.write({"content/briefings/a/briefing.md": BRIEFING, "content/briefings/c/notes.md": ""})
    assert briefings(site.root) == ("a", "b")
    result = site.run("anchors", "--accept")
    assert (result.exit_code, [*(site.root / "content").rglob("anchors.lock")]) == (0, [])
    assert site.run("anchors").stdout == "a: no quotes\nb: no quotes\n"


def test_ledger_that_cannot_be_written_is_told(project: Make, tmp_path: Path) -> None:
    """A folder in its place: the run fails, and what stands there stays."""
    site = made(project)
    (tmp_path / LOCK).mkdir()
    result = site.run("anchors", "--accept")
    assert result.exit_code == 1
    assert (tmp_path / LOCK).is_dir()


def test_accepted_text_has_the_date_of_its_version(project: Make) -> None:
    """That on which it was retrieved, else that in the name of the version that it is the same as, else none."""
    site = made(project)
    site.write({f"{FOLDER}/briefing.md": BRIEFING.replace("2026-11-20", "soon")})
    assert site.run("anchors", "--accept").exit_code == 1
    site.write({f"{FOLDER}/briefing.md": "---\ntitle: B\n---\n"})
    site.run("anchors", "--accept")
    assert "version:" not in (site.root / LOCK).read_text("utf-8")
    site.write({f"{FOLDER}/article.2026-11.md": ARTICLE, f"{FOLDER}/article.2025.md": HARBOUR})
    site.run("anchors", "--accept")
    assert "version: 2026-11\n" in (site.root / LOCK).read_text("utf-8")


def test_health_lists_what_waits_and_no_more(project: Make) -> None:
    """A passage that was changed until it is accepted; one that is gone likewise."""
    site = made(project)
    site.run("anchors", "--accept")
    site.write({f"{FOLDER}/article.md": f"{HARBOUR.replace('in 1855', 'in 1856')}\n\n{KEEPERS}\n"})
    before = site.built("--drafts").read("health.html")
    assert "the passage was changed, and waits to be accepted" in before
    assert "the passage was taken out after the version of 2026-11-20" in before
    site.run("anchors", "--accept")
    after = site.built("--drafts").read("health.html")
    assert "waits to be accepted" not in after
    assert "was taken out" not in after


def test_pages_show_the_old_words_also_when_they_are_accepted(project: Make) -> None:
    """They are what the note was written on; only that it is merely like its quote is said no more."""
    site = made(project)
    assert "approx" in site.built().read("briefings/b.html")
    site.run("anchors", "--accept")
    assert "approx" not in site.built().read("briefings/b.html")
    site.write({f"{FOLDER}/article.md": ARTICLE.replace("in 1855", "in 1856")})
    site.run("anchors", "--accept")
    page = site.built().read("briefings/b.html")
    assert '<time datetime="2026-11-20">20 November 2026</time> it read:' in page
    assert "<del>The harbour was built in 1855</del>" in page
    notes = {note["id"]: note for note in site.data("briefings/b.json")["annotations"]}
    target = notes["one"]["targets"][0]
    assert (target["state"], target["pending"], target["was"], target["until"]) == (
        "approximate", False, "The harbour was built in 1855", "2026-11-20",
    )  # fmt: skip


def test_quotes_are_found_by_older_versions(project: Make) -> None:
    """Without a ledger: a quote that stands twice now stood once; one stood elsewhere; one is gone, one changed; and all may be accepted."""
    site = made(project, article=f"{KEEPERS}\n\n{HARBOUR}\n\n{MOLE}\n")
    site.write({f"{FOLDER}/article.2025.md": ARTICLE, f"{FOLDER}/article.2024.md": f"{ARTICLE}\nThere was a bell.\n"})
    notes = NOTES + "\n## Bell {#bell}\n\n> There was a bell.\n\nText.\n"
    site.write(
        {f"{FOLDER}/annotations.md": notes, f"{FOLDER}/article.md": ARTICLE.replace("Nothing else", "Nothing more")}
    )
    assert states(site) == {
        "one 1": "exact", "two 1": "exact", "two 2": "changed!", "three 1": "approximate!", "bell 1": "gone!",
    }  # fmt: skip
    accept(site.root, "b", ["two"])
    assert [row.state for row in look(site.root, "b").rows if row.pending] == ["approximate", "gone"]
    assert states(site, "accept")["bell 1"] == "gone"
    lock = (site.root / LOCK).read_text("utf-8")
    assert "was: There was a bell.\nuntil: 2024\n" in lock


def test_old_words_have_the_date_of_the_latest_version_that_has_them(project: Make) -> None:
    """That of the ledger's text, or of a version that was kept since; a version before it says nothing new."""
    site = made(project)
    site.run("anchors", "--accept")
    site.write(
        {
            f"{FOLDER}/article.2025.md": ARTICLE,
            f"{FOLDER}/article.2026-12-01.md": ARTICLE.replace("in 1855", "in 1856"),
            f"{FOLDER}/article.md": f"{HARBOUR.replace('in 1855', 'in 1857')}\n\n{KEEPERS}\n",
        }
    )
    rows = {(row.note, row.number): row for row in look(site.root, "b").rows}
    assert (rows["one", 1].until, rows["two", 1].until) == ("2026-11-20", "2026-12-01")


def test_passages_that_read_as_their_quotes_again_wait_for_nobody(project: Make) -> None:
    """An article that is mended to what the quote says, and a quote that differs in typography only."""
    site = made(project, article=ARTICLE.replace("in 1855", "in  **1855**"))
    site.run("anchors", "--accept")
    site.write(
        {f"{FOLDER}/article.md": ARTICLE.replace("the log of", "the long log of").replace("The harbour", "THE harbour")}
    )
    assert states(site) == {"one 1": "exact", "two 1": "exact", "two 2": "exact", "three 1": "exact"}
    assert site.codes() == []
