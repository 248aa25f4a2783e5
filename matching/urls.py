"""Addresses of matching."""

from django.urls import URLPattern, URLResolver, path

from matching import views

app_name = "matching"

urlpatterns: list[URLPattern | URLResolver] = [
    path("t/<slug:team>/jobb/<publicid:job>/personer/", views.people_list, name="people_list"),
    path("t/<slug:team>/deltagare/<publicid:participant>/jobb/", views.job_list, name="job_list"),
]
