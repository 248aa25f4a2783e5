"""Addresses of smail."""

from django.urls import URLPattern, URLResolver

app_name = "smail"

urlpatterns: list[URLPattern | URLResolver] = []
