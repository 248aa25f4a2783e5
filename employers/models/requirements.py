"""What a job asks for: `must` is a requirement, else it is an advantage."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.db.closed import one_of
from core.db.walls import Wall
from employers.enums import SpokenLevel
from employers.models.jobs import JobPosting


class JobSkill(models.Model):
    wall = Wall.NONE  # follows its job

    job = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey("taxonomy.Skill", on_delete=models.PROTECT, related_name="+")
    must = models.BooleanField(_("behövs"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "skill"], name="job_skill_once")]


class JobLanguage(models.Model):
    """`level` is a step of CEFR ("1" = A1 to "6" = C2, "0" = none needed); blank when the ad does not say."""

    wall = Wall.NONE  # follows its job

    job = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="languages")
    language = models.ForeignKey("taxonomy.Language", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(_("nivå"), max_length=1, choices=SpokenLevel.choices, blank=True)
    must = models.BooleanField(_("behövs"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "language"], name="job_language_once"),
            one_of("level", SpokenLevel, blank=True),
        ]


class JobLicence(models.Model):
    """A driving licence: an item of the taxonomy's small list driving-licence."""

    wall = Wall.NONE  # follows its job

    job = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="licences")
    licence = models.ForeignKey("taxonomy.SmallListItem", on_delete=models.PROTECT, related_name="+")
    must = models.BooleanField(_("behövs"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "licence"], name="job_licence_once")]


class JobExperience(models.Model):
    """Experience of an occupation."""

    wall = Wall.NONE  # follows its job

    job = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="experiences")
    occupation = models.ForeignKey("taxonomy.Occupation", on_delete=models.PROTECT, related_name="+")
    must = models.BooleanField(_("behövs"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "occupation"], name="job_experience_once")]
