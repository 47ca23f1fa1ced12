from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.resolve.locating import locate

TEXTS = {
    "new.txt": "It rained. The base stays open. The base stays shut. It began in May and ended in June.",
    "old.txt": "The base stays open. The base stays shut. It began in May and ended in June.",
}
TRIALS = sorted(Path(__file__).parents[2].glob("shared/trials/quote-drift/cases.jsonl"))
"""The open trial data, where it lies beside the checkout."""


def read(path: str) -> str:
    """Give a text, as a file would be read."""
    try:
        return TEXTS[path]
    except KeyError:
        raise FileNotFoundError(f"no file “{path}”") from None


def ask(*requests: object, article: str = "new.txt") -> list[dict[str, Any]]:
    """Answer requests, each an object or a line as it is."""
    lines = [request if isinstance(request, str) else json.dumps(request) for request in requests]
    return [json.loads(line) for line in locate(lines, read, article)]


def test_locate_answers_in_order_with_the_id() -> None:
    """Each line has one answer, with all members."""
    answers = ask({"id": "a", "exact": "It rained."}, "", {"id": 7, "exact": "It snowed all day and night."})

    assert answers[0] == {"id": "a", "start": 0, "end": 10, "state": "exact", "score": 1.0, "reason": ""}
    assert answers[1]["id"] == 7
    assert (answers[1]["start"], answers[1]["end"], answers[1]["state"]) == (None, None, "detached")
    assert answers[1]["reason"]


def test_locate_uses_context_old_text_and_ranges() -> None:
    """Prefix and suffix, the place in an older text, and `[…]` each tell places apart."""
    start = TEXTS["old.txt"].index("stays shut")
    answers = ask(
        {"exact": "stays", "suffix": " shut"},
        {"exact": "stays", "old": "old.txt", "old_start": start, "old_end": start + 5, "new": "new.txt"},
        {"exact": "stays", "suffix": " shut", "old": "old.txt"},
        {"exact": "It began […] in June"},
        {"exact": "stays"},
        article="new.txt",
    )

    place = TEXTS["new.txt"].index("stays shut")
    assert [answer["start"] for answer in answers] == [place, place, place, 53, None]
    assert answers[4]["score"] == 1.0


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "line 1: not JSON"),
        ("[1]", "line 1: not a JSON object"),
        ('{"id": 1}', "“exact” is missing or empty"),
        ('{"id": 1, "exact": 5}', "“exact” is not a string"),
        ('{"id": 1, "exact": "x", "new": "gone.txt"}', "no file “gone.txt”"),
        ('{"id": 1, "exact": "x", "old": "old.txt", "old_start": 1}', "not both whole numbers"),
        ('{"id": 1, "exact": "x", "old": "old.txt", "old_start": 5, "old_end": 5}', "no stretch of the old text"),
    ],
)
def test_locate_answers_a_malformed_line_and_goes_on(line: str, reason: str) -> None:
    """A line that cannot be answered says why, and the next one is answered."""
    broken, good = ask(line, {"id": 2, "exact": "It rained."})

    assert broken["state"] == "error"
    assert reason in broken["reason"]
    assert broken["start"] is None
    assert good["start"] == 0


def test_locate_needs_a_text() -> None:
    """Without an article and without `new` there is nothing to search."""
    assert "neither “new” nor an article" in ask({"exact": "x"}, article="")[0]["reason"]


def test_locate_reads_each_text_once() -> None:
    """A text is read and prepared once, however many lines name it."""
    reads: Counter[str] = Counter()

    def counted(path: str) -> str:
        reads[path] += 1
        return read(path)

    lines = [json.dumps({"exact": "It rained.", "new": "new.txt"})] * 3
    assert len(list(locate(lines, counted))) == 3
    assert reads == {"new.txt": 1}


@given(st.text(max_size=60))
def test_locate_answers_any_line(line: str) -> None:
    """No line stops the answers."""
    assert len(ask(line)) == (1 if line.strip() else 0)


@pytest.mark.parametrize("cases", TRIALS, ids=lambda path: path.parent.name)
def test_locate_on_the_open_trial(cases: Path) -> None:
    """On real revisions recall, precision and refusals reach what issue 2 asks."""
    known = [json.loads(line) for line in cases.read_text("utf-8").splitlines()]
    asked = ("id", "exact", "prefix", "suffix", "old_start", "old_end")
    lines = [
        json.dumps(
            {key: case[key] for key in asked} | {"old": f"{case['doc']}.old.txt", "new": f"{case['doc']}.new.txt"}
        )
        for case in known
    ]
    tally: Counter[str] = Counter()
    for case, line in zip(known, locate(lines, lambda path: (cases.parent / path).read_text("utf-8")), strict=True):
        kind, answer = case["class"], json.loads(line)
        if case["start"] is None:
            tally[f"{kind} {'refused' if answer['start'] is None else 'wrong'}"] += 1
        elif kind != "heavy" and answer["start"] is None:
            tally["lost"] += 1
        elif kind != "heavy":
            shared = min(answer["end"], case["end"]) - max(answer["start"], case["start"])
            union = max(answer["end"], case["end"]) - min(answer["start"], case["start"])
            tally["hit" if 2 * shared >= union else "wrong"] += 1

    assert tally["hit"] / (tally["hit"] + tally["wrong"] + tally["lost"]) >= 0.995
    assert tally["hit"] / (tally["hit"] + tally["wrong"] + tally["gone wrong"]) >= 0.998
    assert tally["gone refused"] >= 19 * tally["gone wrong"]
    assert tally["gone-phrase refused"] >= 4 * tally["gone-phrase wrong"]
