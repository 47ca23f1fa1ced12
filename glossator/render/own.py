"""Where our own templates are."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def own_templates(package: str = "glossator.templates") -> Path:
    """Find the folder of our templates: in the wheel `glossator.templates`, in a checkout `templates/` at the root."""
    try:
        return Path(str(files(package)))
    except ModuleNotFoundError:
        return Path(__file__).parents[2] / "templates"
