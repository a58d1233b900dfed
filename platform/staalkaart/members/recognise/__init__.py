"""Could somebody be recognised in this text? Our own rules (docs/herkenbaarheid.md has the figures): blocks and warnings."""

from staalkaart.members.recognise.check import Finding, Sort, check

__all__ = ["Finding", "Sort", "check"]
