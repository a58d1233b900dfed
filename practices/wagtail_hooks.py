from django.utils.translation import gettext_lazy as _
from wagtail import hooks

ACTIONS = {
    "practice_draft_deleted": (_("Klad weggooien"), _("Klad van een praktijk weggegooid")),
    "practice_submitted": (_("Praktijk indienen"), _("Praktijk ingediend bij de coördinator")),
    "practice_returned": (_("Praktijk teruggeven"), _("Praktijk teruggegeven door de coördinator")),
    "practice_published": (_("Praktijk delen"), _("Praktijk gedeeld")),
    "practice_read_over": (_("Praktijk nalezen"), _("Praktijk nagelezen")),
    "practice_proposed": (_("Wijziging voorstellen"), _("Wijziging voorgesteld")),
    "practice_declined": (_("Voorstel afwijzen"), _("Voorstel van de redactie niet overgenomen")),
    "practice_sent_back": (_("Praktijk terugsturen"), _("Praktijk teruggestuurd naar het project")),
    "practice_consent": (_("Toestemming geven"), _("Toestemming gegeven om een praktijk publiek te tonen")),
    "practice_consent_withdrawn": (_("Toestemming intrekken"), _("Toestemming voor een publieke praktijk ingetrokken")),
    "practice_struck": (_("Woorden schrappen"), _("Woorden geschrapt uit alle versies van een praktijk")),
    "practice_confirmed": (_("Klopt nog"), _("Praktijk bevestigd: klopt nog")),
    "practice_archived": (_("Praktijk archiveren"), _("Praktijk in het archief gezet")),
    "practice_restored": (_("Praktijk terughalen"), _("Praktijk teruggehaald uit het archief")),
    "practices_imported": (_("Praktijken inlezen"), _("Praktijken ingelezen als klad")),
    "practice_looked_in": (_("Meekijken"), _("Redactie keek mee in een ingediend klad")),
}


@hooks.register("register_log_actions")
def log_actions(actions):
    for name, (label, message) in ACTIONS.items():
        actions.register_action(f"staalkaart.{name}", label, message)
