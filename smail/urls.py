"""Addresses of smail. /f/ is short to type on a phone."""

from django.urls import URLPattern, URLResolver, include, path

from smail.views import phone

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

urlpatterns: list[URLPattern | URLResolver] = [path("f/", include(on_the_phone))]
