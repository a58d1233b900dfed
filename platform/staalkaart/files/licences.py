"""Under what terms somebody else may use a file."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    FREE = "cc-by", _("Vrij te gebruiken met naamsvermelding (CC BY 4.0)")
    SHARE = "cc-by-sa", _("Vrij te gebruiken, aangepast deel je het verder (CC BY-SA 4.0)")
    NETWORK = "netwerk", _("Enkel binnen het netwerk")
    THEIRS = "derden", _("Van iemand anders: enkel om te lezen")
