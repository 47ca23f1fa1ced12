"""What things are: frozen values that every stage shares. Reads no file and knows no template."""

from __future__ import annotations
