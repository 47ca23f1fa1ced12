"""On which files a template depends: all that it extends, includes or imports, and what they do."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from .pages import TEMPLATES

if TYPE_CHECKING:
    from jinja2 import Environment


def closures(environment: Environment) -> dict[str, bytes]:
    """Give each page template's fingerprint: of its own text and that of all templates that it can reach.

    One that names another at run time can reach all. One that cannot be read or parsed counts with what is there of it.
    """
    reached: dict[str, tuple[bytes, frozenset[str]]] = {}
    names = frozenset(environment.list_templates())
    found = {}
    for template in TEMPLATES.values():
        todo, seen = [template], {template}
        while todo:
            name = todo.pop()
            if name not in reached:
                reached[name] = _one(name, names, environment)
            todo += reached[name][1] - seen
            seen |= reached[name][1]
        told = b"".join(name.encode() + b"\0" + reached[name][0] for name in sorted(seen))
        found[template] = blake2b(told, digest_size=16).digest()
    return found


def _one(name: str, names: frozenset[str], environment: Environment) -> tuple[bytes, frozenset[str]]:
    """Give the hash of one template and the names that it refers to."""
    from jinja2 import TemplateError

    assert environment.loader is not None
    try:
        source, _, _ = environment.loader.get_source(environment, name)
    except (TemplateError, UnicodeDecodeError, OSError) as fault:
        return blake2b(repr(fault).encode(), digest_size=16).digest(), frozenset()
    digest = blake2b(source.encode(), digest_size=16).digest()
    referred = _referred(source)
    return digest, names if None in referred else frozenset(each for each in referred if each)


@lru_cache(maxsize=512)  # a server asks for all of them after each edit of one
def _referred(source: str) -> frozenset[str | None]:
    """Give the names that a template refers to, None for one that only a run tells; of a text that is no template, nothing."""
    from jinja2 import Environment, TemplateError
    from jinja2.meta import find_referenced_templates

    try:
        return frozenset(find_referenced_templates(Environment().parse(source)))  # noqa: S701 - nothing is printed
    except TemplateError:
        return frozenset()
