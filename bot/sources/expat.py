"""Whether the XML parser that Python came with withstands hostile feeds."""

from __future__ import annotations

from pyexpat import version_info
from typing import Final

__all__ = ["expat_warning"]

_SAFE: Final = (2, 6, 0)
"""The first without CVE-2023-52425: huge tokens parsed in quadratic time."""


def expat_warning(version: tuple[int, int, int] = version_info) -> str:
    """What to tell the operator at start; empty when all is well."""
    if version >= _SAFE:
        return ""
    number = ".".join(map(str, version))
    return f"Expat {number} is older than 2.6: hostile feeds can waste time, up to the parser's deadline. Update Python"
