from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.model.project import DEFAULT_KINDS, DEFAULT_VERDICTS, Kind, Settings, Verdict
from glossator.model.text import Source
from glossator.read.settings import read_settings

NEEDED = 'title = "T"\nbase_url = "https://example.org"\nlanguage = "en"\n'

TOO_LONG = (
    "exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits;"
    " use sys.set_int_max_str_digits() to increase the limit"
)


def read(text: str) -> tuple[Settings, list[str]]:
    """Read settings; write their faults down in a line each."""
    settings, faults = read_settings(Source("site.toml", text))
    return settings, [f"{each.place.line}:{each.place.column} {each.code} {each.message}" for each in faults]


def test_settings_have_defaults() -> None:
    """All keys are optional but three; an address ends with a slash."""
    settings, faults = read(NEEDED)
    assert faults == []
    assert settings == Settings(title="T", base_url="https://example.org/", language="en")


def test_settings_are_read_in_full() -> None:
    """Verdicts replace the default scale, kinds add to the default ones."""
    settings, faults = read(
        NEEDED.replace("org", "org/a/")
        + 'authors = ["Desk"]\nstyle = "apa"\neditor = "vscode"\ntrusted = ["/pages/", "briefings/x"]\n'
        '[glossary]\nautolink = "all"\nin_articles = false\n'
        '[[verdicts]]\nid = "so-so"\nmeans = "M"\ncolour = "green"\n[[verdicts]]\nid = "no"\nlabel = "Not so"\n'
        '[[kinds]]\nid = "method"\nkeys = ["instrument"]\nshape = "square"\n[[kinds]]\nid = "claim"\nlabel = "Statement"\n'
    )
    assert faults == []
    assert (settings.authors, settings.style, settings.editor) == (("Desk",), "apa", "vscode")
    assert (settings.trusted, settings.autolink, settings.in_articles) == (("pages", "briefings/x"), "all", False)
    assert settings.verdicts == (Verdict("so-so", "So so", "M", "green"), Verdict("no", "Not so"))
    assert [kind.id for kind in settings.kinds] == [*(kind.id for kind in DEFAULT_KINDS), "method"]
    assert settings.kinds[-1] == Kind("method", "Method", keys=("instrument",), shape="square")
    assert settings.kinds[1].label == "Statement"


def test_settings_may_say_that_there_is_no_address() -> None:
    """An empty `base_url` is no fault; an empty title or language is one."""
    settings, faults = read('title = ""\nbase_url = ""\nlanguage = ""\n')
    assert (settings.base_url, settings.language) == ("", "en")
    assert faults == [
        f"{line}:1 SET003 `{key}` must be a text that is not empty" for line, key in ((1, "title"), (3, "language"))
    ]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ('title = "T"\n', ["1:1 SET003 `base_url` is missing", "1:1 SET003 `language` is missing"]),
        (NEEDED.replace('"T"', '""'), ["1:1 SET003 `title` must be a text that is not empty"]),
        (NEEDED.replace("https://", ""), ["2:1 SET003 `base_url` must be an address that begins with `https://`"]),
        (NEEDED.replace('"en"', '"English"'), ["3:1 SET003 `language` must be a code such as `en`, `de` or `pt-BR`"]),
        (NEEDED.replace('"T"', "1"), ["1:1 SET003 `title` must be a text in quotes"]),
        (NEEDED + "# titel here\ntitel = 1\n", ["5:1 SET002 unknown setting `titel`"]),
        (NEEDED + 'authors = "Desk"\n', ['4:1 SET003 `authors` must be a list of texts, `["…", "…"]`']),
        (NEEDED + "glossary = 1\n", ["4:1 SET003 `glossary` must be a table `[glossary]`"]),
        (NEEDED + '[glossary]\nautolink = "on"\nin_articles = "yes"\nx = 1\n',
         ["7:1 SET002 unknown setting of `glossary` `x`", '5:1 SET003 `autolink` must be one of "first", "all", "off"',
          "6:1 SET003 `in_articles` must be `true` or `false`"]),
        (NEEDED + "verdicts = [1]\nkinds = {}\n", ["5:1 SET003 `kinds` must be tables `[[kinds]]`", "4:1 SET003 `verdicts` must be tables `[[verdicts]]`"]),
        (NEEDED + '[[kinds]]\nid = "a"\ncolor = "red"\n[[kinds]]\nid = "B"\n[[kinds]]\nlabel = "x"\n[[kinds]]\nid = "a"\n[[kinds]]\nid = 1\n',
         ["6:1 SET002 unknown setting of `kinds` `color`", "8:1 SET003 `id` must be an `id` of lower-case letters, digits and hyphens",
          "4:1 SET003 `kinds` must be an `id` of lower-case letters, digits and hyphens", "5:1 SET003 the id `a` stands twice in `kinds`",
          "14:1 SET003 `id` must be an `id` of lower-case letters, digits and hyphens"]),
        ('title = "T"\ntitle = "U"\n', ["2:12 SET001 not TOML: cannot overwrite a value"]),
        ("a = [1\n", ["2:1 SET001 not TOML: unclosed array"]),
        ("a = " + "[" * 5000, ["1:1 SET001 not TOML that can be read: lists too deep in one another"]),
        ("a = " + "1" * 5000, [f"1:5005 SET001 not TOML: {TOO_LONG}"]),
        (NEEDED + '"\\u0061b" = 1\n', ["1:1 SET002 unknown setting `ab`"]),
        (NEEDED + "search = {largest = -1, timeout = true, pagefind = 1}\n",
         ["4:41 SET003 `pagefind` must be `true` or `false`", "4:11 SET003 `largest` must be a whole number, 0 or more",
          "4:25 SET003 `timeout` must be a whole number, 0 or more"]),
        (NEEDED + "[search]\npagefind = false\n[social]\ncards = false\nfonts = []\n", []),
    ],
)  # fmt: skip
def test_settings_faults_are_told_where_they_stand(text: str, faults: list[str]) -> None:
    """What is wrong keeps its default."""
    settings, found = read(text)
    assert found == faults
    assert settings.verdicts == DEFAULT_VERDICTS


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_settings_take_any_text(text: str) -> None:
    """Nothing raises, and places lie in the file."""
    for written in (text, f"{text} = 1", f'x = "{text}"', f"[[kinds]]\nid = '{text}'"):
        _, faults = read_settings(Source("site.toml", written))
        assert all(1 <= each.place.line <= written.count("\n") + 1 for each in faults)
