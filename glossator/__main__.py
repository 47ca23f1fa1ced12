"""`python -m glossator` is `glossator`."""

from __future__ import annotations

from .cli import main

main(prog_name="glossator")
