from .invitation import Invitation
from .membership import PLACE_ROLES, Membership
from .organisation import Initiative, Partner, Region, TargetGroup
from .project import NetworkPart, Project, Referral, TeamPart
from .user import Grant, User

__all__ = [
    "PLACE_ROLES",
    "Grant",
    "Initiative",
    "Invitation",
    "Membership",
    "NetworkPart",
    "Partner",
    "Project",
    "Referral",
    "Region",
    "TargetGroup",
    "TeamPart",
    "User",
]
