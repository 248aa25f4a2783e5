"""Addresses of smail. /f/ is short to type on a phone."""

from django.urls import URLPattern, URLResolver, include, path

from smail.views import development, phone, staff

app_name = "smail"

on_the_phone: list[URLPattern | URLResolver] = [
    path("", phone.enter_code, name="enter"),
    path("q/<str:token>/", phone.here_link, name="here_link"),
    path("h/<str:token>/", phone.home_link, name="home_link"),
    path("start/", phone.start, name="start"),
    path("fraga/<int:number>/", phone.question, name="question"),
    path("klar/", phone.check, name="check"),
    path("pausa/", phone.pause, name="pause"),
    path("inte/", phone.decline, name="decline"),
    path("stangt/", phone.shut, name="shut"),
    path("sagt/<slug:what>/", phone.said, name="said"),
]

of_a_person: list[URLPattern | URLResolver] = [
    path("", staff.overview, name="overview"),
    path("lage/", staff.state, name="state"),
    path("ny/", staff.begin, name="begin"),
    path("din-del/", staff.handler_part, name="handler_part"),
    path("kod/", staff.here_code, name="here_code"),
    path("lank/", staff.send_home, name="send_home"),
    path("kod-hemma/", staff.tell_code, name="tell_code"),
    path("utan-svar/", staff.close, name="close"),
    path("utveckling/", development.development, name="development"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("f/", include(on_the_phone)),
    path("t/<slug:team>/deltagare/<publicid:public_id>/fragor/", include(of_a_person)),
]
