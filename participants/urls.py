"""Addresses of participants."""

from django.urls import URLPattern, URLResolver, include, path

from participants.views import person, register

app_name = "participants"

people: list[URLPattern | URLResolver] = [
    path("", register.register, name="register"),
    path("sok/", register.register_search, name="register_search"),
    path("filter/", register.register_filter, name="register_filter"),
    path("nytt/", register.register_changes, name="register_changes"),
    path("<slug:public_id>/", person.detail, name="detail"),
    path("<slug:public_id>/tidslinje/", person.timeline, name="timeline"),
    path("<slug:public_id>/nummer/", person.reveal, name="number_reveal"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("t/<slug:team>/import/", include("participants.importing.urls")),
    path("t/<slug:team>/deltagare/", include(people)),
]
