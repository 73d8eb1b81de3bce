"""How what a leader writes is told from what a former one does."""

from __future__ import annotations

__all__ = ["Fence"]

Fence = tuple[str, int]
"""Name of a lease, and the fencing token of who holds it. Nothing is written under one that is not the newest."""
