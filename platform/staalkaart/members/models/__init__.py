from staalkaart.members.models.address import AddressChange
from staalkaart.members.models.invitation import Invitation
from staalkaart.members.models.membership import PLACE_ROLES, Membership
from staalkaart.members.models.organisation import Initiative, LocalService, Partner, Region, TargetGroup
from staalkaart.members.models.project import NetworkPart, Project, Referral, TeamPart
from staalkaart.members.models.user import Grant, User
from staalkaart.members.models.waved import WavedWarning

__all__ = [
    "PLACE_ROLES",
    "AddressChange",
    "Grant",
    "Initiative",
    "Invitation",
    "LocalService",
    "Membership",
    "NetworkPart",
    "Partner",
    "Project",
    "Referral",
    "Region",
    "TargetGroup",
    "TeamPart",
    "User",
    "WavedWarning",
]
