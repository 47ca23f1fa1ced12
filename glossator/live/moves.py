"""Which page a renamed file or folder leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def page_of(path: str, content: str) -> str:
    """Give the page that comes from a file or folder of the content; empty for one that has no page of its own."""
    parts = path.split("/")
    if parts[0] != content:
        return ""
    match parts[1:]:
        case ["briefings", slug, *_]:
            return f"briefings/{slug}.html"
        case [("glossary" | "pages") as folder, name] if name.endswith(".md"):
            return f"{folder}/{name.removesuffix('.md')}.html"
        case _:
            return ""


def moved_page(page: str, moves: Iterable[tuple[str, str]], content: str, has: Callable[[str], bool]) -> str:
    """Give where a page went that is gone, by the renamings since; empty if that is not known or not there."""
    for old, new in moves:
        was, is_ = page_of(old, content), page_of(new, content)
        if was and is_ and page == was:
            page = is_
    return page if has(page) else ""
