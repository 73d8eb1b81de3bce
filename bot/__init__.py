"""Attribot: news alerts that say who says so."""

__version__ = "0.1.0"
