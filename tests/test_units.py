from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from glossator.model.briefing import Briefing, FileRead
from glossator.model.project import Settings
from glossator.read.units import ReadUnit, read_unit

FOLDER = "content/briefings/b"
CODE = "```python\nx = 1\n```\n"
TEXTS = {
    "briefing.md": ["---\ntitle: B\n---\nText.\n", "---\ntitle: C\ntopics: [Sea]\nautolink: off\n---\n", "---\ntitle: [\n---\n"],
    "article.md": ["The harbour was made.\n", f"---\nsource: s\n---\nThe harbour.\n\n{CODE}\n", "<script>x</script>\n"],
    "annotations.md": ["## A {#a}\n\n> harbour\n\nx\n", f"---\nsenses: {{x: y}}\n---\n## B {{#b}}\n\n> made\n\n{CODE}\n", "# none\n"],
    "annotations/2.md": ["## A {#a}\n\n> The\n\ntwice\n", "## Z {#z}\n\n> gone\n\n[[Sea]]\n"],
    "anchors.lock": ["format: 1\n", "nonsense\n"],
    "article.2024-01-01.md": ["The port was made.\n", "Another.\n"],
}  # fmt: skip
STATE = st.fixed_dictionaries({}, optional={name: st.sampled_from(texts) for name, texts in TEXTS.items()})


def read(root: Path, files: dict[str, str], settings: Settings, before: tuple[FileRead, ...] = ()) -> ReadUnit:
    """Write the files of a briefing, and read it."""
    for name in TEXTS:
        file = root / FOLDER / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        if name in files:
            file.write_text(files[name])
    return read_unit(root, sorted(f"{FOLDER}/{name}" for name in files), settings, before)


def files_of(unit: ReadUnit) -> tuple[FileRead, ...]:
    """Give what the files of a briefing said; nothing if it could not be told."""
    return unit.value.files if isinstance(unit.value, Briefing) else ()


@given(
    st.lists(
        st.tuples(STATE, st.sampled_from([Settings(), Settings(language="ja", trusted=("briefings",))])), max_size=5
    )
)
def test_a_briefing_that_was_read_before_is_read_as_anew(states: list[tuple[dict[str, str], Settings]]) -> None:
    """Whatever files come, change and go, and however settings change, nothing of what was is left."""
    with tempfile.TemporaryDirectory() as folder:
        before: tuple[FileRead, ...] = ()
        for files, settings in states:
            unit = read(Path(folder), files, settings, before)
            assert unit == read(Path(folder), files, settings)
            before = files_of(unit)


def test_only_the_file_that_changed_is_read_again(tmp_path: Path) -> None:
    """Of the others, what they said is taken as it is; with other settings all are read."""
    files = {name: texts[0] for name, texts in TEXTS.items()}
    before = files_of(read(tmp_path, files, Settings()))
    files["article.md"] = TEXTS["article.md"][1]
    after = files_of(read(tmp_path, files, Settings(), before))
    assert [old.path for old, new in zip(before, after, strict=True) if old is not new] == [f"{FOLDER}/article.md"]
    other = files_of(read(tmp_path, files, Settings(language="ja"), after))
    assert not any(old is new for old, new in zip(after, other, strict=True))


def test_code_of_the_version_before_is_known(tmp_path: Path) -> None:
    """A file keeps its blocks of code as they were converted, and only those that it still has."""
    files = {"briefing.md": TEXTS["briefing.md"][0], "article.md": f"A.\n\n{CODE}\n```\ngone\n```\n"}
    before = files_of(read(tmp_path, files, Settings()))
    files["article.md"] = f"A.\n\n{CODE}\nB.\n"
    after = files_of(read(tmp_path, files, Settings(), before))
    assert [[written for written, _ in each.code] for each in (*before, *after)] == [
        [CODE.strip(), "```\ngone\n```"],
        [],
        [CODE.strip()],
        [],
    ]
    marked = tuple(
        FileRead(each.path, b"", each.says, each.faults, ((CODE.strip(), "<div >kept</div>"),)) for each in before
    )
    unit = read(tmp_path, files, Settings(), marked)
    assert isinstance(unit.value, Briefing)
    assert unit.value.article is not None
    assert "kept" in unit.value.article.article.text
