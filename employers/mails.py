"""Mails to employers. Each ends with a person to call; none says anything of a participant."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Team
from core import mail, swedish_dates
from core.forms import show_phone
from employers.models import JobPosting


@dataclass(frozen=True)
class Answerer:
    """Who answers the employer's questions. `phone` may be empty; `whose` says who has it when it is not theirs."""

    name: str
    phone: str
    team: str
    whose: str = ""

    @property
    def shown_phone(self) -> str:
        return show_phone(self.phone) if self.phone else ""

    @property
    def number_line(self) -> str:
        """The number as it stands under the name: with whose it is, when that is somebody else."""
        return f"{self.whose}, {self.shown_phone}" if self.whose else self.shown_phone


def answerer(job: JobPosting | None, team: Team | None) -> Answerer:
    """The colleague who has taken the job on, else the team's contact person, else the team."""
    team_name = team.name if team else ""
    if job is not None and job.owner is not None:
        if job.owner.phone or team is None or not team.contact_phone:
            return Answerer(job.owner.name, job.owner.phone, team_name)
        return Answerer(job.owner.name, team.contact_phone, team_name, whose=team.contact_name or team_name)
    if team is not None and team.contact_name:
        return Answerer(team.contact_name, team.contact_phone, team_name)
    return Answerer(team_name, team.contact_phone if team else "", team_name)


def day_in_words(day: date) -> str:
    """måndag 23 november, in the language in force."""
    return swedish_dates.long(day, language=get_language() or "sv")


def _deed(job: JobPosting) -> str:
    """What a colleague's mail about a job is called while it waits."""
    return f"job:{job.pk}"


def take_back(job: JobPosting) -> None:
    """What was done with the job was regretted within the minute: the employer is not told of it."""
    mail.take_back([_deed(job)])


def _send(job: JobPosting, subject: str, *paragraphs: str, waits: bool = False) -> None:
    who = answerer(job, job.answering_team)
    sign = "\n".join(dict.fromkeys(filter(None, (who.name, who.number_line, who.team))))
    mail.send(
        to=job.contact_email,
        subject=subject,
        text="\n\n".join([*paragraphs, sign]) + "\n",
        deed=_deed(job) if waits else "",
    )


def code_text(digits: str) -> str:
    """The mail that carries a code."""
    return _(
        "Din kod är %(code)s. Den gäller i tio minuter, i den webbläsare där du bad om den.\n\n"
        "Bad du inte om någon kod? Då behöver du inte göra något.\n"
    ) % {"code": f"{digits[:3]} {digits[3:]}"}


def send_receipt(job: JobPosting, page: str) -> None:
    who = answerer(job, job.answering_team)
    assert job.answer_by is not None
    _send(
        job,
        _("Tack, vi har tagit emot jobbet"),
        _("Tack för att ni hör av er om ”%(title)s”.") % {"title": job.title},
        _("%(name)s läser det och svarar senast %(day)s.") % {"name": who.name, "day": day_in_words(job.answer_by)},
        _("Här ser du hur det går, och kan ändra eller stänga jobbet: %(page)s") % {"page": page},
    )


def send_saved(job: JobPosting, page: str) -> None:
    _send(
        job,
        _("Fortsätt med jobbet när du vill"),
        _("Det du skrev om ”%(title)s” ligger kvar i 30 dagar.") % {"title": job.title},
        _("Fortsätt här, med den här mejladressen: %(page)s") % {"page": page},
    )


def send_entered(job: JobPosting, page: str) -> None:
    """After a call in which a colleague wrote the job down."""
    _send(
        job,
        _("Jobbet vi talade om"),
        _("Tack för samtalet. Vi har skrivit upp ”%(title)s”.") % {"title": job.title},
        _("Läs gärna igenom, fyll på och bekräfta här, med den här mejladressen: %(page)s") % {"page": page},
    )


def send_question(job: JobPosting, question: str, page: str) -> None:
    _send(
        job,
        _("En fråga om jobbet"),
        _("Vi har en fråga om ”%(title)s”:") % {"title": job.title},
        question,
        _("Ändra eller fyll på här, med den här mejladressen: %(page)s") % {"page": page},
        waits=True,
    )


def send_opened(job: JobPosting, page: str) -> None:
    _send(
        job,
        _("Jobbet är öppet"),
        _("Nu är ”%(title)s” öppet hos oss. Vi hör av oss när vi har någon att föreslå.") % {"title": job.title},
        _("Är jobbet tillsatt? Stäng det här: %(page)s") % {"page": page},
        waits=True,
    )


def send_refused(job: JobPosting, reason: str) -> None:
    _send(
        job,
        _("Om jobbet ni skickade"),
        _("Tack för att ni hörde av er om ”%(title)s”. Den här gången tackar vi nej:") % {"title": job.title},
        reason,
        waits=True,
    )
