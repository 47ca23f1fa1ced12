"""The parts of a build: what changed, the work on one node, printing; and which stages there are."""

from __future__ import annotations
