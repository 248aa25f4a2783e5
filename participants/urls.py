"""Addresses of participants."""

from django.urls import URLPattern, URLResolver, include, path

import core.ids  # noqa: F401  the converter "publicid"
from participants.views import (
    board,
    cells,
    columns,
    course,
    export,
    guarding,
    handlers,
    people,
    person,
    plan,
    presence,
    profile,
    register,
    unread,
    views,
)

app_name = "participants"

register_urls: list[URLPattern | URLResolver] = [
    path("", register.register, name="register"),
    path("sok/", register.register_search, name="register_search"),
    path("filter/", register.register_filter, name="register_filter"),
    path("till-fil/", export.register_export, name="register_export"),
    path("kolumner/", views.register_columns, name="register_columns"),
    path("nytt/", register.register_changes, name="register_changes"),
    path("rorelse/", board.board, name="board"),
    path("rutor/", cells.cells_write, name="cells_write"),
    path("rutor/<publicid:batch>/angra/", cells.cells_undo, name="cells_undo"),
    path("egna-kolumner/", columns.columns, name="columns"),
    path("egna-kolumner/lagg-till/", columns.column_add, name="column_add"),
    path("egna-kolumner/<slug:key>/", columns.column_edit, name="column_edit"),
    path("egna-kolumner/<slug:key>/plats/", columns.column_move, name="column_move"),
    path("egna-kolumner/<slug:key>/ur-bruk/", columns.column_retire, name="column_retire"),
    path("egna-kolumner/<slug:key>/i-bruk/", columns.column_take_back, name="column_take_back"),
    path("ny/", people.enrol, name="enrol"),
    path("ny/liknande/", people.enrol_alike, name="enrol_alike"),
]

person_urls: list[URLPattern | URLResolver] = [
    path("", person.detail, name="detail"),
    path("tidslinje/", person.timeline, name="timeline"),
    path("nummer/", person.reveal, name="number_reveal"),
    path("uppgifter-om/", people.edit, name="edit"),
    path("ruta/<str:column>/", cells.cell, name="cell"),
    path("att-tyda/", unread.unread_done, name="unread_done"),
    path("har/", presence.here, name="here"),
    path("nasta-steg/", plan.next_step, name="next_step"),
    path("mal/", plan.goal, name="goal"),
    path("anteckning/", plan.note, name="note"),
    path("anteckning/utkast/", plan.note_draft, name="note_draft"),
    path("moten/", plan.meeting, name="meeting"),
    path("moten/<publicid:item>/", plan.meeting_after, name="meeting_after"),
    path("uppgifter/", plan.task, name="task"),
    path("uppgifter/<publicid:item>/", plan.task_done, name="task_done"),
    path("insatser/", plan.intervention_add, name="intervention_add"),
    path("insatser/<publicid:item>/", plan.intervention_edit, name="intervention_edit"),
    path("insatser/<publicid:item>/avsluta/", plan.intervention_end, name="intervention_end"),
    path("profil/", profile.profile, name="profile"),
    path("profil/<slug:kind>/", profile.background_add, name="background_add"),
    path("profil/<slug:kind>/<publicid:item>/", profile.background_edit, name="background_edit"),
    path("profil/<slug:kind>/<publicid:item>/ta-bort/", profile.background_remove, name="background_remove"),
    path("handledare/", handlers.handler, name="handler"),
    path("handledare/fler/", handlers.helper, name="helper"),
    path("handledare/fler/<int:user_id>/", handlers.helper_end, name="helper_end"),
    path("overlamning/", handlers.handover, name="handover"),
    path("paus/", course.pause, name="pause"),
    path("paus/slut/", course.resume, name="resume"),
    path("resultat/", course.outcome, name="outcome"),
    path("avsluta/", course.end, name="end"),
    path("skriv-in-igen/", course.come_back, name="come_back"),
    path("delning/", guarding.sharing, name="sharing"),
    path("delning/sluta/", guarding.sharing_end, name="sharing_end"),
    path("skydd/", guarding.protection, name="protection"),
    path("sparr/", guarding.conflict, name="conflict"),
    path("sparr/<int:user_id>/", guarding.conflict_end, name="conflict_end"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("t/<slug:team>/import/", include("participants.importing.urls")),
    path("t/<slug:team>/deltagare/", include(register_urls)),
    path("t/<slug:team>/deltagare/<publicid:public_id>/", include(person_urls)),
]
