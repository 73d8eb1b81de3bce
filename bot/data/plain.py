"""Reads YAML of plain values."""

from __future__ import annotations

from typing import Any, Final

import yaml

__all__ = ["LOADER", "plain"]

LOADER: Final[type[yaml.SafeLoader | yaml.CSafeLoader]] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Makes nothing but plain values; of libyaml where PyYAML has it, which reads ten times as fast."""


def plain(text: str) -> Any:
    """The document of a text: dicts, lists, strings, numbers; raises `yaml.YAMLError` where it is none."""
    return yaml.load(text, Loader=LOADER)  # noqa: S506 - a safe loader
