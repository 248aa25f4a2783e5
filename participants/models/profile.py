"""What a person can and wants: the facts matching and CVs are made from. Never health, never notes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.classes import classify
from core.db.closed import not_before, one_of
from core.ids import PublicIdField
from participants.models.person import Participant, PersonBound
from taxonomy.enums import LanguageLevel


class Profile(PersonBound):
    """One per participant. Lists of codes where the taxonomy has the words."""

    data_classes = classify(
        person="wishes strengths hours_min hours_max can_start_on shifts licences has_car radius_km would_move"
        " education_level updated_at updated_by_id"
    )

    participant = models.OneToOneField(Participant, on_delete=models.PROTECT, related_name="profile")
    wishes = models.TextField(_("vill"), max_length=2000, blank=True)
    strengths = models.TextField(_("bra på"), max_length=2000, blank=True)  # in the person's own words
    hours_min = models.PositiveSmallIntegerField(_("minst timmar i veckan"), null=True, blank=True)
    hours_max = models.PositiveSmallIntegerField(_("högst timmar i veckan"), null=True, blank=True)
    can_start_on = models.DateField(_("kan börja"), null=True, blank=True)
    shifts = models.JSONField(_("tider"), default=list, blank=True)  # participants.enums.Shift; empty = any
    licences = models.JSONField(_("körkort"), default=list, blank=True)  # taxonomy small list, concept ids
    has_car = models.BooleanField(_("har bil"), default=False)
    radius_km = models.PositiveSmallIntegerField(_("reser högst, km"), default=40)
    would_move = models.BooleanField(_("kan flytta"), default=False)
    education_level = models.ForeignKey(
        "taxonomy.SunLevel",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("utbildning"),
    )
    updated_at = models.DateTimeField(auto_now=True)
    updated_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_min=None) | Q(hours_max=None) | Q(hours_max__gte=F("hours_min")), name="profile_hours"
            ),
            models.CheckConstraint(condition=Q(hours_max=None) | Q(hours_max__lte=168), name="profile_hours_of_a_week"),
        ]


class ProfileOccupation(PersonBound):
    """An occupation the person wants (`is_wish`) or has done (`months`)."""

    data_classes = classify(person="profile occupation is_wish months position")

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="occupations")
    occupation = models.ForeignKey("taxonomy.Occupation", on_delete=models.PROTECT, related_name="+")
    is_wish = models.BooleanField(default=True)
    months = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "occupation", "is_wish"], name="profile_occupation_once")
        ]


class ProfileSkill(PersonBound):
    data_classes = classify(person="profile skill")

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey("taxonomy.Skill", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "skill"], name="profile_skill_once")]


class ProfileLanguage(PersonBound):
    data_classes = classify(person="profile language level")

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="languages")
    language = models.ForeignKey("taxonomy.Language", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(_("nivå"), max_length=1, choices=LanguageLevel.choices, default=LanguageLevel.B1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "language"], name="profile_language_once"),
            one_of("level", LanguageLevel),
        ]


class ProfilePlace(PersonBound):
    """A municipality where the person wants to work, besides the one they live in."""

    data_classes = classify(person="profile municipality")

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="places")
    municipality = models.ForeignKey("taxonomy.Municipality", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "municipality"], name="profile_place_once")]


class Experience(PersonBound):
    """Work done, paid or not, here or in another country. Months are the first day of the month."""

    data_classes = classify(
        public="public_id", person="profile title occupation employer country from_month to_month is_unpaid description"
    )

    public_id = PublicIdField()
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="experiences")
    title = models.CharField(_("vad"), max_length=120)
    occupation = models.ForeignKey(
        "taxonomy.Occupation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    employer = models.CharField(_("var"), max_length=120, blank=True)
    country = models.ForeignKey("taxonomy.Country", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_month = models.DateField(_("från"), null=True, blank=True)
    to_month = models.DateField(_("till"), null=True, blank=True)
    is_unpaid = models.BooleanField(_("utan lön"), default=False)
    description = models.TextField(_("beskrivning"), max_length=2000, blank=True)

    class Meta:
        ordering = ["-from_month", "-pk"]
        constraints = [not_before("to_month", "from_month")]


class Education(PersonBound):
    data_classes = classify(
        public="public_id", person="profile title school level country from_month to_month is_validated"
    )

    public_id = PublicIdField()
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="educations")
    title = models.CharField(_("vad"), max_length=120)
    school = models.CharField(_("skola"), max_length=120, blank=True)
    level = models.ForeignKey("taxonomy.SunLevel", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    country = models.ForeignKey("taxonomy.Country", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_month = models.DateField(_("från"), null=True, blank=True)
    to_month = models.DateField(_("till"), null=True, blank=True)
    is_validated = models.BooleanField(_("validerad i Sverige"), default=False)

    class Meta:
        ordering = ["-from_month", "-pk"]
        constraints = [not_before("to_month", "from_month")]
