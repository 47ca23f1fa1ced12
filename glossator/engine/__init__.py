"""What a build remembers between runs. Knows nothing of briefings."""

from __future__ import annotations
