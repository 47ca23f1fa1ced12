from __future__ import annotations

import json

import pytest

from glossator.model.diagnostics import Diagnostic, Severity
from glossator.model.text import Place
from glossator.report import as_json, lines, told, weigh

ERROR = Diagnostic(Place("content/a.md", 3, 7), "LNK001", 'nothing is called "Kurls"', help="did you mean `Kurils`?")
WARNING = Diagnostic(Place("content/a.md", 1, 1), "CIT003", "no source", ("> quote",))
ORPHAN = Diagnostic(Place("content/b.md", 1, 1), "ANC001", "quote not found")
ADVICE = Diagnostic(Place("content/c.bib", 1, 1), "CIT002", "nothing cites it")
ALL = (ERROR, WARNING, ORPHAN, ADVICE)


@pytest.mark.parametrize(
    ("check", "strict", "expected"),
    [
        (False, False, {"LNK001": "error", "CIT003": "warning", "ANC001": "warning"}),
        (False, True, {"LNK001": "error", "CIT003": "error", "ANC001": "error"}),
        (True, False, {"LNK001": "error", "CIT003": "warning", "ANC001": "error", "CIT002": "warning"}),
        (True, True, {"LNK001": "error", "CIT003": "error", "ANC001": "error", "CIT002": "error"}),
    ],
)
def test_weigh_follows_the_command(*, check: bool, strict: bool, expected: dict[str, str]) -> None:
    """An orphan fails `check` and `--strict`, a warning `--strict` only, and advice is told by `check` alone."""
    weighing = weigh(check=check, strict=strict)

    assert {fault.code: weight for fault, weight in told(ALL, weighing)} == expected
    assert (Severity.ADVICE in weighing.told) is check


def test_lines_give_place_code_detail_and_help() -> None:
    """The first line is clickable and greppable, the rest is indented."""
    text = list(lines([(ERROR, "error"), (WARNING, "warning")], "text", "../p/"))

    assert text == [
        '../p/content/a.md:3:7: error LNK001 nothing is called "Kurls"',
        "    help: did you mean `Kurils`?",
        "../p/content/a.md:1:1: warning CIT003 no source",
        "    > quote",
    ]


def test_lines_never_steer_the_terminal() -> None:
    """Escape sequences in content are shown, not obeyed."""
    fault = Diagnostic(Place("a.md"), "LNK001", 'nothing is called "\x1b[2J\x07"')

    (line,) = lines([(fault, "error")], "text")

    assert "\x1b" not in line
    assert "\x07" not in line


def test_lines_for_github_are_escaped_commands() -> None:
    """Commas, colons, per cent signs and line ends cannot break out of a workflow command."""
    fault = Diagnostic(Place("a,b:c.md", 2, 5), "CIT003", "100 %", ("> one",), "two")

    assert list(lines([(fault, "warning")], "github")) == [
        "::warning file=a%2Cb%3Ac.md,line=2,col=5,title=CIT003 claim-without-source::100 %25%0A> one%0Ahelp: two"
    ]


def test_json_gives_every_field_and_the_summary() -> None:
    """Programs get what people get."""
    report = json.loads(as_json([(WARNING, "warning")], {"pages": 3}, "p/"))

    assert report == {
        "diagnostics": [
            {
                "path": "p/content/a.md",
                "line": 1,
                "column": 1,
                "severity": "warning",
                "code": "CIT003",
                "name": "claim-without-source",
                "message": "no source",
                "detail": ["> quote"],
                "help": "",
            }
        ],
        "summary": {"pages": 3},
    }
