"""Addresses of the ground."""

from django.urls import path

from core import views

app_name = "core"

urlpatterns = [
    path("korning/<str:public_id>/", views.run_detail, name="run_detail"),
    path("korning/<str:public_id>/fil/", views.run_file, name="run_file"),
    path("halsa/live/", views.alive, name="alive"),
    path("halsa/redo/", views.ready, name="ready"),
]
