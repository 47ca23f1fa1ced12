"""Resolved values become views, and views become the bytes of pages. Nothing here decides what is true."""

from __future__ import annotations
