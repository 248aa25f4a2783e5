"""A person's CVs, and every version that became a file."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.classes import classify
from core.db.closed import one_of
from core.ids import PublicIdField
from cvbuilder.enums import Design, DocumentLanguage
from participants.models import PersonBound, PersonBoundQuerySet


class CVQuerySet(PersonBoundQuerySet):
    def in_use(self) -> "CVQuerySet":
        """Those that were not put away."""
        return self.filter(archived_at=None)


class CV(PersonBound):
    """A CV being worked on: what is chosen from the profile, and the few words of its own. The facts stay in the
    profile; what a file said stays in its version.

    `arrangement` is {part: [[key, is_shown], …]} in the chosen order (cvbuilder.rules.in_chosen_order); a part or a key
    that is not there is shown in its natural place. Keys are primary keys of the profile's rows, for licences concept
    ids.
    """

    data_classes = classify(
        public="public_id title language design created_at created_by updated_at updated_by archived_at",
        person="shown_name headline profile_text arrangement shows_phone shows_email shows_municipality",
    )

    public_id = PublicIdField()
    title = models.CharField(_("vad cv:t är till för"), max_length=80)  # the team's own name for it, never printed
    language = models.CharField(
        pgettext_lazy("ett", "språk"), max_length=2, choices=DocumentLanguage.choices, default=DocumentLanguage.SWEDISH
    )
    design = models.CharField(_("form"), max_length=10, choices=Design.choices, default=Design.CLASSIC)
    shown_name = models.CharField(_("namn överst"), max_length=160, blank=True)  # empty = the participant's name
    headline = models.CharField(_("rubrik"), max_length=120, blank=True)
    profile_text = models.TextField(_("presentation"), max_length=2000, blank=True)
    arrangement = models.JSONField(default=dict, blank=True)
    shows_phone = models.BooleanField(_("telefon"), default=True)
    shows_email = models.BooleanField(_("mejl"), default=True)
    shows_municipality = models.BooleanField(_("kommun"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = CVQuerySet.as_manager()  # type: ignore[misc]  # a narrower manager than the base's

    class Meta:
        indexes = [models.Index(fields=["participant", "-updated_at"], name="cv_participant")]
        constraints = [one_of("language", DocumentLanguage), one_of("design", Design)]


class CVVersion(PersonBound):
    """What one file says, kept for ever as it was: never changed, so that it can be told which version went where.

    Made when somebody asks for the file; `file` (a random name in the file storage), `sha256` and `size` are written
    once, when it stands there. The same content gives the same version.
    """

    data_classes = classify(
        public="public_id cv digest design engine made_at made_by rendered_at size",
        person="content",
        secret="file sha256",
    )

    public_id = PublicIdField()
    cv = models.ForeignKey(CV, on_delete=models.CASCADE, related_name="versions")
    digest = models.CharField(max_length=64)  # cvbuilder.content.digest
    content = models.JSONField()  # cvbuilder.content.CVContent.as_data
    design = models.CharField(max_length=10, choices=Design.choices)
    engine = models.CharField(max_length=20)
    file = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)  # bytes
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    rendered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["cv", "digest"], name="cv_version_once"),
            one_of("design", Design),
            models.CheckConstraint(
                condition=models.Q(sha256="", file="", rendered_at=None)
                | ~models.Q(sha256="") & ~models.Q(file="") & models.Q(rendered_at__isnull=False),
                name="cv_version_file_whole",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="content_stays", fields=["public_id", "cv", "digest", "content", "design", "engine", "made_at"]
            ),
            pgtrigger.Protect(
                name="file_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.sha256 <> '' AND (OLD.file, OLD.sha256, OLD.size) IS DISTINCT FROM (NEW.file, NEW.sha256, NEW.size)"
                ),
            ),
        ]

    @property
    def is_ready(self) -> bool:
        return bool(self.sha256)
