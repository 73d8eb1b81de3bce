"""Attribot: news alerts that say who says so."""
