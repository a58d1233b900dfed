"""Addresses of network days."""

from django.urls import path

from .views import afterwards, agenda, calendar, days, harvesting, polling, region, registering, today

app_name = "network_days"
DAY = "netwerkdagen/<int:pk>/"
urlpatterns = [
    path("netwerkdagen/", days.day_list, name="day_list"),
    path("netwerkdagen/nieuw/", days.day_new, name="day_new"),
    path("netwerkdagen/agenda.ics", calendar.feed, name="feed"),
    path("netwerkdagen/agenda/", calendar.calendar, name="calendar"),
    path("netwerkdagen/regio/<slug:slug>/", region.region_dashboard, name="region"),
    path(DAY, days.day_detail, name="day"),
    path(DAY + "bewerken/", days.day_edit, name="day_edit"),
    path(DAY + "doe/", days.day_act, name="day_act"),
    path(DAY + "datums/", polling.day_poll, name="poll"),
    path(DAY + "dag.ics", calendar.day_ics, name="day_ics"),
    path(DAY + "oogst/", harvesting.harvest_board, name="board"),
    path(DAY + "agenda/", agenda.agenda_editor, name="agenda"),
    path(DAY + "agenda/doe/", agenda.agenda_act, name="agenda_act"),
    path(DAY + "agenda/<int:block>/", agenda.block_edit, name="block"),
    path(DAY + "agenda/<int:block>/bewaren/", agenda.block_keep, name="block_keep"),
    path(DAY + "programma/<int:number>/", agenda.programme_version, name="programme"),
    path(DAY + "inschrijven/", registering.register, name="register"),
    path(DAY + "deelnemers/", registering.participants, name="participants"),
    path(DAY + "pakket/<slug:sort>/", afterwards.pack, name="pack"),
    path(DAY + "aanwezigheid/", today.attendance, name="attendance"),
    path(DAY + "aanwezigheid/tik/", today.tick, name="tick"),
    path(DAY + "vandaag/", today.running, name="today"),
    path(DAY + "vandaag/<slug:sort>/", today.catch, name="catch"),
    path(DAY + "vandaag/<slug:sort>/<int:block>/", today.catch, name="catch_at"),
    path(DAY + "acties/", today.actions, name="actions"),
    path(DAY + "vragen/", afterwards.feedback, name="feedback"),
    path(DAY + "verslag/", afterwards.report, name="report"),
    path(DAY + "verslag/bewerken/", afterwards.report_edit, name="report_edit"),
    path(DAY + "verslag/bewaren/", afterwards.report_keep, name="report_keep"),
    path(DAY + "cijfers/<slug:form>/", afterwards.day_figures, name="figures"),
]
