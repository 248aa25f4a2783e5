"""Addresses of followup."""

from django.urls import URLPattern, URLResolver, path

from followup import views

app_name = "followup"

urlpatterns: list[URLPattern | URLResolver] = [
    path("t/<slug:team>/min-dag/", views.my_day, name="my_day"),
    path("t/<slug:team>/styrgrupp/", views.steering, name="steering"),
    path("t/<slug:team>/rapport/", views.report_list, name="report_list"),
    path("t/<slug:team>/rapport/<str:week>/", views.report_detail, name="report_detail"),
    path("t/<slug:team>/rapport/<str:week>/pdf/", views.report_pdf, name="report_pdf"),
    path("t/<slug:team>/rapport/<str:week>/<slug:key>/", views.report_people, name="report_people"),
]
