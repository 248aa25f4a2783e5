"""Addresses of accounts. The libraries' own sign-in pages stand in accounts.sign_in_urls."""

from django.urls import URLPattern, URLResolver, path

import core.ids  # noqa: F401  the converter "publicid"
from accounts.views import absences, addresses, home, incidents, invitations, members, notices, profile, search, team

app_name = "accounts"

urlpatterns: list[URLPattern | URLResolver] = [
    path("konto/", profile.profile, name="profile"),
    path("konto/stanna/", home.stay, name="stay"),
    path("konto/mejl/", addresses.address_change, name="address_change"),
    path("konto/mejl/<str:token>/", addresses.address_confirm, name="address_confirm"),
    path("konto/tva-steg/", home.second_step, name="second_step"),
    path("konto/att-lasa/", notices.notice_list, name="notice_list"),
    path("konto/att-lasa/allt/", notices.notice_read_all, name="notice_read_all"),
    path("konto/att-lasa/<int:notice_id>/", notices.notice_open, name="notice_open"),
    path("konto/inloggningar/", profile.session_list, name="session_list"),
    path("konto/inloggningar/andra/avsluta/", profile.session_end_others, name="session_end_others"),
    path("konto/inloggningar/<int:session_id>/avsluta/", profile.session_end, name="session_end"),
    path("inbjudan/", invitations.invitation_answer, name="invitation_answer"),
    path("inbjudan/<str:token>/", invitations.invitation_open, name="invitation_open"),
    path("t/<slug:team>/", home.team_home, name="team_home"),
    path("t/<slug:team>/sok/", search.search, name="search"),
    path("t/<slug:team>/medlemmar/", members.member_list, name="member_list"),
    path("t/<slug:team>/medlemmar/bjud-in/", invitations.invitation_add, name="invitation_add"),
    path("t/<slug:team>/medlemmar/<str:public_id>/", members.member_edit, name="member_edit"),
    path("t/<slug:team>/medlemmar/<str:public_id>/borta/", absences.absence_add, name="absence_add"),
    path(
        "t/<slug:team>/medlemmar/<str:public_id>/borta/<publicid:absence>/", absences.absence_edit, name="absence_edit"
    ),
    path(
        "t/<slug:team>/medlemmar/<str:public_id>/borta/<publicid:absence>/ta-bort/",
        absences.absence_remove,
        name="absence_remove",
    ),
    path("t/<slug:team>/medlemmar/<str:public_id>/avsluta/", members.member_end, name="member_end"),
    path("t/<slug:team>/inbjudan/<str:public_id>/igen/", invitations.invitation_resend, name="invitation_resend"),
    path("t/<slug:team>/inbjudan/<str:public_id>/ta-bort/", invitations.invitation_revoke, name="invitation_revoke"),
    path("t/<slug:team>/incidenter/", incidents.incidents, name="incidents"),
    path("t/<slug:team>/incidenter/<publicid:public_id>/", incidents.incident, name="incident"),
    path("t/<slug:team>/installningar/", team.team_edit, name="team_edit"),
    path("t/<slug:team>/installningar/borja-om/", team.practice_reset, name="practice_reset"),
    path("t/<slug:team>/installningar/organisation/", team.organisation_add, name="organisation_add"),
]
