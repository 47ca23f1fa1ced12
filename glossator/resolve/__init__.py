"""Values meet: quotes find their passages, names their concepts, citations their sources, dates their order."""

from __future__ import annotations
