"""A file becomes (value, diagnostics). Nothing here looks at a second file."""

from __future__ import annotations
