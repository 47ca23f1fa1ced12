"""Glossator: a static site generator for annotated briefings."""

from __future__ import annotations
