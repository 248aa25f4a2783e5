"""Only where the servers are embedded: the mailbox of everything the product would have sent, and the styleguide."""

from django.urls import path

from core import local_views

urlpatterns = [
    path("mailbox/", local_views.mailbox, name="local_mailbox"),
]
