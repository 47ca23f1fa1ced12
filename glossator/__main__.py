"""`python -m glossator` is `glossator`."""

from __future__ import annotations

from .cli import program

program()
