"""Words that sound alike in Dutch, for who spells by ear: wagtlijst, matsjing, psygisch, intervizie."""

from __future__ import annotations

import re

SOUNDS: tuple[tuple[str, str], ...] = (
    ("sch(?=[rn]|$)", "s"), ("tsj|tch|tsch|ch(?=[iea]t)", "sj"), ("cht|gt", "xt"), ("sch", "sx"), ("ch|gg|g", "x"), ("ph", "f"),
    ("th", "t"), ("qu|kw", "kw"), ("cc", "ks"), ("c(?=[eiy])", "s"), ("ck|kk|c|q", "k"), ("x(?=[aeiou]?$)", "x"), ("ij|ei|y", "i"),
    ("ou|au", "u"), ("ie", "i"), ("oe", "u"), ("eu", "0"), ("uu", "u"), ("ee", "e"), ("aa", "a"), ("oo", "o"), ("z", "s"), ("v", "f"),
    ("dt|d(?=$)|d", "t"), ("b(?=$)", "p"), ("ti(?=o)", "si"), ("n(?=$)", ""), ("e(?=$)", ""),
)  # fmt: skip
_RULES = tuple((re.compile(pattern), sound) for pattern, sound in SOUNDS)
_DOUBLE = re.compile(r"(.)\1+")


def sound_of(folded: str) -> str:
    """A key that words share which sound nearly alike; only for comparing."""
    key = folded
    for pattern, sound in _RULES:
        key = pattern.sub(sound, key)
    return _DOUBLE.sub(r"\1", key)
