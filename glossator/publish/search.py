"""Pages become an index of their words, by Pagefind: bytes in, bytes out, nothing in between but a temporary folder.

Pagefind indexes all again each time. So it is given only what a reader searches, cut out of the pages by the attributes
that Pagefind itself knows (`data-pagefind-body`, `-ignore`, `-filter`), and is not run at all while that is as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from .search_order import ordered

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

FOLDER: Final = "pagefind"
"""Where the index stands in the site."""

_FORMAT: Final = "2"
"""Of what is handed to Pagefind; another one makes all indexes anew."""
_SPARE: Final = re.compile(r"pagefind-(?:ui|modular-ui|component-ui|highlight)\.")
"""Files of Pagefind's own faces, which we do not use: half a megabyte."""
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff]"
)
"""Scripts written without spaces between words: Thai, Lao, Burmese, Khmer, kana and Han."""
_TEXT: Final = re.compile(r">([^<]+)<")
_FILTER: Final = re.compile(r"\s*([\w-]+)(?:\[([\w-]+)\]|:([^,]*))?\s*")
_DEAD: Final = "svg, template, button, [data-pagefind-ignore=all]"
_BLOCKS: Final = frozenset(("div", "section", "aside", "h1", "h2", "h3", "h4", "h5", "h6"))


class Index(Struct, frozen=True):
    """What indexing gave."""

    files: dict[str, bytes] = {}
    """By path from the site's root; empty if it failed or nothing is to be found."""
    fault: str = ""
    """Why there is no index, or empty."""
    reused: bool = False


def build_index(
    pages: Mapping[str, bytes], language: str, state: Path, *, timeout: float, command: Sequence[str] = ()
) -> Index:
    """Index pages, by path. The last index is kept in `state`, and given again if what it was made of is the same.

    `timeout` is in seconds; `command` starts another Pagefind than the installed one. Never raises for what Pagefind does.
    """
    keep = state / "search.zip"
    whole = _digest(language, ((path, content) for path, content in pages.items() if path.endswith(".html")))
    kept = _read(keep)
    if kept and kept[0] == whole:
        return Index(kept[2], reused=True)
    texts = {path: searchable(pages[path].decode()) for path in sorted(pages) if path.endswith(".html")}
    texts = {path: text for path, text in texts.items() if text}
    key = _digest(language, ((path, text.encode()) for path, text in texts.items()))
    if kept and kept[1] == key:
        files, fault = kept[2], ""
    else:
        files, fault = _run(texts, language, timeout, command) if texts else ({}, "")
    if not fault:
        _write(keep, whole, key, files)
    return Index(files, fault, reused=bool(kept and kept[1] == key))


def searchable(html: str) -> str:
    """Cut a page down to what Pagefind is to read; empty if nothing of it is to be found.

    Elements that bear filters and an id of their own are the page's parts (our notes). They are put after all else, so
    that each has its words to itself, and are listed with their filters in the metadata `parts`. Signs of scripts
    without spaces are set apart, so that any part of a name is found: ask for them as a phrase.
    """
    from selectolax.lexbor import LexborHTMLParser

    if "data-pagefind-body" not in html:
        return ""
    tree = LexborHTMLParser(html)
    for node in tree.css(_DEAD):
        node.decompose()
    bodies = tree.css("[data-pagefind-body]")
    filters = dict.fromkeys(each for node in tree.css("[data-pagefind-filter]") for each in _filters(node))
    parts = [node for body in bodies for node in body.css("[data-pagefind-filter][id]") if node.mem_id != body.mem_id]
    listed = ";".join(" ".join((_id(node), *(f"{k}={v}" for k, v in _filters(node)))) for node in parts)
    for node in tree.css("[id]"):
        if node.tag not in _BLOCKS:
            del node.attrs["id"]  # each would be kept with its text, as a place to go to
    for node in tree.css("[data-pagefind-filter]"):
        del node.attrs["data-pagefind-filter"]
    last = "".join(node.html or "" for node in parts)
    for node in parts:
        node.decompose()
    marks = "".join(
        f'<i data-pagefind-filter="{name}[data-is]" data-is="{escape(value)}"></i>' for name, value in filters
    )
    if listed:
        marks += f'<i data-pagefind-meta="parts[data-is]" data-is="{escape(listed)}"></i>'
    for body in bodies:
        del body.attrs["data-pagefind-body"]  # one around all is enough, and parts would stand outside of these
    inner = "".join(body.html or "" for body in bodies)
    spaced = _TEXT.sub(lambda match: f">{_UNSPACED.sub(_apart, match[1])}<", f"<div>{inner}{last}</div>")
    return f"<!DOCTYPE html><html><head><title></title></head><body data-pagefind-body>{spaced}{marks}</body></html>\n"


def _apart(match: re.Match[str]) -> str:
    return f" {match[0]} "


def _id(node: LexborNode) -> str:
    return node.attributes["id"] or ""


def _filters(node: LexborNode) -> Iterator[tuple[str, str]]:
    """Give the filters of an element: `name`, `name:value` or `name[attribute]`, with commas between them."""
    for each in (node.attributes["data-pagefind-filter"] or "").split(","):
        match = _FILTER.fullmatch(each)
        if match:
            value = node.attributes.get(match[2]) if match[2] else match[3] or node.text()
            if value and value.strip():
                yield match[1], value.strip()


def _digest(language: str, files: Iterable[tuple[str, bytes]]) -> str:
    from importlib.metadata import distributions

    made_by = " ".join(each.version for each in distributions(name="pagefind_bin"))
    hash_ = blake2b(f"{_FORMAT} {made_by} {language}".encode(), digest_size=16)
    for path, content in sorted(files):
        hash_.update(f"\n{path} {len(content)}\n".encode())
        hash_.update(content)
    return hash_.hexdigest()


def _run(
    texts: Mapping[str, str], language: str, timeout: float, command: Sequence[str]
) -> tuple[dict[str, bytes], str]:
    """Have Pagefind index texts in a folder of its own, and give its files, or say why there are none."""
    import os
    import subprocess
    from tempfile import TemporaryDirectory

    if not command:
        try:
            from pagefind_bin import get_executable  # type: ignore[import-untyped]

            command = (str(get_executable()),)
        except (ImportError, FileNotFoundError):
            return {}, "pagefind is not installed"
    with TemporaryDirectory(prefix="glossator-search-") as name:
        folder = Path(name)
        for path, text in texts.items():
            file = folder / "site" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        options = ("--site", "site", "--output-path", "index", "--force-language", language.partition("-")[0])
        # Its options can be set by variables as well, which must not change what a build gives.
        clean = {key: value for key, value in os.environ.items() if not key.startswith("PAGEFIND_")}
        try:
            done = subprocess.run(
                (*command, *options, "--keep-index-url", "--quiet"),
                cwd=folder,
                env=clean,
                timeout=timeout,
                capture_output=True,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {}, f"pagefind was not done within {timeout:g} seconds"
        except OSError as error:
            return {}, f"pagefind cannot be started: {error.strerror}"
        if done.returncode:
            said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
            return {}, f"pagefind failed ({done.returncode}): {said[-1] if said else 'it said nothing'}"
        try:
            return ordered(dict(_bundle(folder / "index")), FOLDER), ""
        except (ValueError, LookupError, EOFError, OSError) as error:
            return {}, f"pagefind wrote an index of another form: {error}"


def _bundle(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not _SPARE.match(file.name):
            yield f"{FOLDER}/{file.relative_to(folder).as_posix()}", file.read_bytes()


def _read(file: Path) -> tuple[str, str, dict[str, bytes]] | None:
    """Read the index that was kept: digests of the pages and of the texts, and its files."""
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(file) as archive:
            whole, _, key = archive.comment.decode("ascii", "replace").partition(" ")
            return whole, key, {name: archive.read(name) for name in archive.namelist()}
    except (OSError, BadZipFile):
        return None


def _write(file: Path, whole: str, key: str, files: Mapping[str, bytes]) -> None:
    from zipfile import ZipFile

    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    with ZipFile(draft, "w") as archive:
        archive.comment = f"{whole} {key}".encode()
        for name, content in files.items():
            archive.writestr(name, content)
    draft.replace(file)
