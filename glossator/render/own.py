"""Where our own templates are."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def own_templates(package: str = "glossator.templates") -> Path:
    """Find the folder of our templates: in the wheel `glossator.templates`, in a checkout `templates/` at the root."""
    # `importlib.resources` would say the same, and take longer than all else that a build without changes imports.
    spec = find_spec(package)
    where = spec.submodule_search_locations if spec is not None else None
    return Path(next(iter(where))) if where else Path(__file__).parents[2] / "templates"
