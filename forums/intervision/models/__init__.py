from .circle import Acceptance, Agreement, Circle, CircleSeat
from .contribution import Contribution, Correction
from .method import Method, MethodPhase, PhaseFields
from .trajectory import Exclusion, Phase, Seat, Trajectory

__all__ = [
    "Acceptance",
    "Agreement",
    "Circle",
    "CircleSeat",
    "Contribution",
    "Correction",
    "Exclusion",
    "Method",
    "MethodPhase",
    "Phase",
    "PhaseFields",
    "Seat",
    "Trajectory",
]
