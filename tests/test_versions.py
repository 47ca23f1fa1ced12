"""What was changed between the versions of an article, as read and resolved, and which notes it concerns."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from resolving import site
from test_standing import Words, Writing, edited

from glossator.model.text import Span
from glossator.resolve.anchor_diff import compare
from glossator.resolve.anchor_text import prepare
from glossator.resolve.briefing import ResolvedBriefing
from glossator.resolve.versions import Change, _groups, _hunks, _shown

HEAD = "---\ntitle: B\n---\nText.\n"
ONE = "The harbour was built in 1855 by the town. It took four years.\n\nA mole was added later.\n\nNothing else is known.\n"
TWO = ONE.replace("1855", "1856").replace(" It took four years.", "")
THREE = TWO.replace("Nothing else is known.", "The keepers wrote a log.").replace("A mole", "A long mole")


def resolved(root: Path, files: dict[str, str], *quotes: str) -> tuple[ResolvedBriefing, list[str]]:
    """Resolve a briefing with a note `n1`, `n2` … for each quote; give the codes of its faults too."""
    notes = "\n".join(f"## N {{#n{number}}}\n\n> {quote}\n\nText.\n" for number, quote in enumerate(quotes, 1))
    told = {
        f"briefings/b/{path}": text for path, text in {"briefing.md": HEAD, "annotations.md": notes, **files}.items()
    }
    made, faults = site(root, told)
    return made.briefings[0], [fault.code for fault in faults]


def shown(change: Change) -> str:
    """Write a change down: `-[taken out]`, `+[put in]`."""
    signs = {"same": "{}", "cut": "{}", "removed": "-[{}]", "added": "+[{}]"}
    return "".join(signs[piece.kind].format(piece.text) for piece in change.pieces)


def test_steps_tell_what_was_changed(tmp_path: Path) -> None:
    """From each version to the next, place by place, with the words around it, and the notes whose passages it is in."""
    files = {"article.2026-10-01.md": ONE, "article.2026-11.txt": TWO, "article.md": THREE}
    quotes = ("It took four years", "built in 1855", "Nothing else is known", "A long mole", "by the town")
    found, codes = resolved(tmp_path, files, *quotes)
    assert [(step.number, step.older.source, step.newer and step.newer.source) for step in found.steps] == [
        (1, "2026-10-01", "2026-11"), (2, "2026-11", None),
    ]  # fmt: skip
    assert [[(shown(change), change.notes) for change in step.changes] for step in found.steps] == [
        [("The harbour was built in -[1855] +[1856] by the town. -[It took four years.]", ("n2", "n1"))],
        [
            ("A +[long] mole was added later.", ("n4",)),
            ("-[Nothing else is known.] +[The keepers wrote a log.]", ("n3",)),
        ],
    ]
    assert codes == ["ANC005", "ANC006", "ANC006"] or sorted(codes) == ["ANC005", "ANC006", "ANC006"]
    states = {note.annotation.id: note.targets[0] for note in found.notes}
    assert {id_: each.state for id_, each in states.items()} == {
        "n1": "gone", "n2": "changed", "n3": "gone", "n4": "exact", "n5": "exact",
    }  # fmt: skip
    assert [(was.words, was.date) for id_ in ("n1", "n2", "n3") if (was := states[id_].was)] == [
        ("It took four years", "2026-10-01"), ("built in 1855", "2026-10-01"), ("Nothing else is known", "2026-11"),
    ]  # fmt: skip


def test_steps_without_a_change_are_left_out(tmp_path: Path) -> None:
    """A copy of the present text is a version of it; only the typography may differ. Numbers of steps stay."""
    files = {
        "article.2025.md": ONE,
        "article.2026.md": ONE.replace("It", "it"),
        "article.2026-02.md": TWO,
        "article.md": TWO,
    }
    found, codes = resolved(tmp_path, files, "A mole was added later")
    assert [step.number for step in found.steps] == [2]
    assert codes == []


def test_versions_need_an_article(tmp_path: Path) -> None:
    """An article that is only kept in older versions is none; two of one date cannot both be."""
    found, codes = resolved(tmp_path, {"article.2026.md": ONE, "article.2026.txt": ONE})
    assert (found.steps, codes) == ((), ["FIL005", "FIL003"]) or sorted(codes) == ["FIL003", "FIL005"]
    assert resolved(tmp_path, {"article.soon.md": ONE})[1].count("FIL006") == 1


def test_versions_are_read_for_their_text(tmp_path: Path) -> None:
    """What is left out of a version was told when it was the article; that it is empty is told."""
    files = {
        "article.2025.md": f"{ONE}\n![A map](map.png)\n",
        "article.md": ONE,
        "article.2024.md": "---\nlang: en\n---\n",
    }
    found, codes = resolved(tmp_path, files, "A mole was added later")
    assert codes == ["ART002"]
    assert len(found.steps) == 1


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("同島は引き渡される。", "同島は日本に引き渡される。", ["同島は+[日本に]引き渡される。"]),
        ("one", "two", ["-[one]+[two]"]),
        ("Договор не заключён.", "Договор заключён.", ["Договор -[не] заключён."]),
        (
            "The first keeper wrote a log of it. " + "Filler stands here. " * 9 + "The last keeper had it sent away.",
            "The second keeper wrote a log of it. " + "Filler stands here. " * 9 + "The lost keeper had it sent away.",
            [
                "-[The first] +[The second] keeper wrote a log of it. Filler stands here. Filler stands …",
                "… stands here. Filler stands here. Filler stands here. -[The last] +[The lost] keeper had it sent away.",
            ],
        ),
        ("千" * 80 + "あ" + "百" * 80, "千" * 80 + "い" + "百" * 80, ["… " + "千" * 60 + "-[あ]+[い]" + "百" * 60 + " …"]),
    ],
)  # fmt: skip
def test_changes_are_readable(old: str, new: str, expected: list[str]) -> None:
    """Whole words with spaces around them, characters where there are none, and no more of a paragraph than one needs."""
    comparison = compare(prepare(old), prepare(new))
    changes = [Change(_shown(comparison, group), ()) for group in _groups(comparison, _hunks(comparison))]
    assert [shown(change) for change in changes] == expected


@settings(max_examples=150, deadline=None)
@given(edited())
def test_changes_lead_from_one_text_to_the_other(case: tuple[Writing, Span, Words, Writing]) -> None:
    """Taking out and putting in what is shown, at its place, makes the new text of the old one."""
    before, _, _, after = case
    comparison = compare(prepare(before.text), prepare(after.text))
    old, new, at = comparison.old.tokens.words, [], 0
    for hunk in _hunks(comparison):
        new += old[at : hunk.old[0]] + comparison.new.tokens.words[hunk.new[0] : hunk.new[1]]
        at = hunk.old[1]
    assert new + old[at:] == comparison.new.tokens.words
