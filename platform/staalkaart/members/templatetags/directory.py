"""What the map of the directory needs in its drawing."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.filter
def placed(spot: Any, zoom: float) -> str:
    """The SVG transform that puts something on its spot of the map, as large on every zoom."""
    return f"translate({spot.x:g} {spot.y:g}) scale({zoom:g})"
