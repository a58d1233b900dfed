from forums.intervision.models.circle import Acceptance, Agreement, Circle, CircleSeat
from forums.intervision.models.contribution import Contribution, Correction
from forums.intervision.models.method import Method, MethodPhase, PhaseFields
from forums.intervision.models.trajectory import Exclusion, Phase, Seat, Trajectory

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
