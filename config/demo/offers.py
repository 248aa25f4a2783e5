"""What there is to take part in: the team's catalogue of activities in the demo."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Team
from config.demo.situations import working_day
from participants.enums import Focus
from participants.models import Activity

# name, focus, who holds it, where, indicators it supports, weeks until it begins (None: any day), places, hours a week
OFFERS = (
    ("Jobbverkstad", Focus.JOB, "Teamet", "Kontoret", ("job_search", "job_belief"), None, None, 4),
    ("Studiebesök varannan torsdag", Focus.JOB, "Teamet", "Olika arbetsplatser", ("labour_market",), 1, 8, 2),
    ("Praktik i kommunens kök", Focus.JOB, "Älvstads kommun", "Lindskolan", ("job_belief", "daily_life"), 2, 3, 20),
    ("Svenska på kvällen", Focus.SKILL, "Studiehuset", "Hamngatan", ("cooperation",), 3, 12, 6),
    ("Datorn och bank-id", Focus.SKILL, "Biblioteket", "Stadsbiblioteket", ("daily_life",), None, 6, 2),
    ("Matlagningsgrupp", Focus.SOCIAL, "Träffpunkt Kvarnen", "Kvarnen", ("cooperation", "daily_life"), None, 10, 3),
    ("Prova på vuxenstudier", Focus.STUDY, "Älvstads vuxenskola", "Skolgatan", ("goal_focus",), 5, 15, 4),
)


def make(team: Team) -> None:
    """The same for every team, once."""
    today = timezone.localdate()
    Activity.objects.bulk_create(
        (
            Activity(
                team=team,
                name=name,
                focus=focus,
                provider=provider,
                place=place,
                indicators=list(indicators),
                starts_on=working_day(today + timedelta(weeks=weeks)) if weeks is not None else None,
                places=places,
                hours_per_week=hours,
            )
            for name, focus, provider, place, indicators, weeks, places, hours in OFFERS
        ),
        ignore_conflicts=True,
    )
