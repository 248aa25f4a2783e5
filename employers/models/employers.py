"""Employers, the people there, and what was said with them."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Team, TeamOwned
from core.classes import classify
from core.db.closed import one_of, some_of
from core.db.walls import Wall
from core.folding import sort_key
from core.ids import PublicIdField
from core.scope import Scope
from employers.enums import ContactKind, Openness, Size
from employers.models.visibility import OwnedQuerySet, searchable, word_vector
from employers.rules import show_number


class Employer(models.Model):
    """A work place the organisation knows. Teams of that organisation see it; who has the contact stands in `owner`.

    A sole trader's number is a personal number: encrypted, found again by a blind index, masked on screen.
    """

    wall = Wall.NONE  # no participant; shared by the organisation's teams, see visible_to
    data_classes = classify(
        public="public_id organisation name name_order industry municipality size openness collective_agreement website"
        " number owner last_contact_on last_contact_by last_contact_team created_at search_text",
        person="address phone email about",
        secret="person_number person_number_index",  # noqa: S106
    )

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="employers")
    name = models.CharField(_("namn"), max_length=160)
    name_order = models.CharField(max_length=160, editable=False, db_collation="C")
    number = models.CharField(_("organisationsnummer"), max_length=10, blank=True)
    person_number = models.BinaryField(null=True, editable=False)  # core.crypto, bound to public_id
    person_number_index = models.BinaryField(null=True, editable=False)
    industry = models.ForeignKey(
        "taxonomy.SniGroup",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bransch"),
    )
    municipality = models.ForeignKey(
        "taxonomy.Municipality",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kommun"),
    )
    address = models.CharField(_("adress"), max_length=200, blank=True)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    email = models.EmailField(_("mejl"), blank=True)
    website = models.CharField(_("webbplats"), max_length=200, blank=True)
    size = models.CharField(_("storlek"), max_length=6, choices=Size.choices, blank=True)
    openness = ArrayField(
        models.CharField(max_length=20, choices=Openness.choices), verbose_name=_("öppna för"), default=list, blank=True
    )
    collective_agreement = models.BooleanField(_("kollektivavtal"), null=True, blank=True)
    about = models.TextField(_("bra att veta"), max_length=2000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("har kontakten"),
    )
    # Other teams of the organisation see that there was contact, not what was said.
    last_contact_on = models.DateField(null=True, editable=False)
    last_contact_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    last_contact_team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    search_text = models.TextField(editable=False, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"], condition=~Q(number=""), name="employer_number_once"
            ),
            models.UniqueConstraint(fields=["organisation", "person_number_index"], name="employer_person_once"),
            models.CheckConstraint(condition=Q(number="") | Q(person_number=None), name="employer_one_number"),
            models.CheckConstraint(
                condition=Q(person_number=None, person_number_index=None)
                | Q(person_number__isnull=False, person_number_index__isnull=False),
                name="employer_person_number_whole",
            ),
            one_of("size", Size, blank=True),
            some_of("openness", Openness),
        ]
        indexes = [
            models.Index(fields=["organisation", "name_order", "id"], name="employer_by_name"),
            GinIndex(word_vector(), name="employer_words"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps what is computed from the name in step with it."""
        self.name_order = sort_key(self.name)[:160]
        self.search_text = searchable(self.name, self.number)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "name_order", "search_text"}
        super().save(*args, **kwargs)

    @property
    def shown_number(self) -> str:
        """The organisation number; a sole trader's is masked."""
        if self.person_number is not None:
            return "••••••••-••••"
        return show_number(self.number)


class Contact(models.Model):
    """A person at an employer whom the team may call."""

    wall = Wall.NONE  # follows its employer
    data_classes = classify(public="public_id employer is_current created_at", person="name title phone email")

    public_id = PublicIdField()
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("namn"), max_length=120)
    title = models.CharField(_("roll"), max_length=80, blank=True)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    email = models.EmailField(_("mejl"), blank=True)
    is_current = models.BooleanField(default=True)  # False when somebody has left the work place
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-is_current", "name", "pk"]


class ContactLogQuerySet(models.QuerySet["ContactLogEntry"]):
    def visible_to(self, scope: Scope) -> "ContactLogQuerySet":
        """What the scope's team has written."""
        return self.filter(team_id=scope.team)


class ContactLogEntry(TeamOwned):
    """What was said with an employer, and the next step. Seen by the team that wrote it: it may touch a person."""

    data_classes = classify(
        public="public_id employer kind on next_on created_at written_by", person="contact text next_step"
    )

    public_id = PublicIdField()
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="log")
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("med vem")
    )
    kind = models.CharField(_("hur"), max_length=8, choices=ContactKind.choices, default=ContactKind.CALL)
    on = models.DateField(_("dag"), default=timezone.localdate)
    text = models.TextField(_("vad ni sa"), max_length=4000)
    next_step = models.CharField(_("nästa steg"), max_length=200, blank=True)
    next_on = models.DateField(_("när"), null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ContactLogQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["team", "employer", "-on"], name="contactlog_by_employer")]
        constraints = [one_of("kind", ContactKind)]
