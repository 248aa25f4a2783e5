"""Views of the register that somebody has given a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import TeamOwned
from core.classes import classify
from core.ids import PublicIdField


class SavedView(TeamOwned):
    """Filters, order, columns and density under a name: `owner`'s own, or the team's when there is none.

    `query` is the pairs of the register's address (`Selection.view`), never words searched for and never a page. It is
    read anew each time, so that what does not exist any more is left out.
    """

    data_classes = classify(public="public_id owner name query position created_by created_at removed_at")

    public_id = PublicIdField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("namn"), max_length=40)
    query = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)  # kept for a while, so that it can be taken back

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "owner", "name"],
                condition=Q(removed_at=None),
                nulls_distinct=False,
                name="saved_view_name_once",
            ),
            models.CheckConstraint(
                condition=~Q(query__has_any_keys=["sok", "sparad", "efter", "fore"]), name="saved_view_without_search"
            ),
        ]
        ordering = ["position", "pk"]


class OpeningView(TeamOwned):
    """The view that the register opens with: `user`'s, or the team's when there is none. One's own goes first."""

    data_classes = classify(public="user view")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="opens")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], nulls_distinct=False, name="opening_view_once"),
        ]
