"""Addresses of teamwork."""

from django.urls import URLPattern, URLResolver

app_name = "teamwork"

urlpatterns: list[URLPattern | URLResolver] = []
