"""Bytes become files: staged, journalled, renamed into place. Knows nothing of briefings."""

from __future__ import annotations
