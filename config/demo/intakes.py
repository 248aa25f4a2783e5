"""Invented referrals in: two that wait, one that was answered with a no, and a partner's link."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Team, User
from core.scope import run_for_team
from participants import actions
from participants.enums import IntakeSource, IntakeState, Knows

PARTNER = "Föreningen Solrosen"
WAITING = (
    (5, "Hodan", "Warsame", "tisdag eller torsdag eftermiddag", "Vill jobba i kök, har lagat mat för många förut"),
    (1, "Mehdi", "Karimi", "vilken dag som helst före tolv", "Vill ta körkort och köra ut varor"),
)


def make(team: Team, leader: User, handler: User) -> None:
    """Three by the link, asked on different days."""
    today = timezone.localdate()
    with run_for_team(team.pk):
        link = actions.make_intake_link(team=team, name=PARTNER, kind=IntakeSource.ASSOCIATION, by=leader)
        told = {
            "source_kind": link.kind,
            "source_name": link.name,
            "asker_name": "Amina Solberg",
            "asker_phone": "+46701740694",
            "knows": Knows.YES,
        }
        for ago, first, last, when, wants in WAITING:
            facts = {"first_name": first, "last_name": last, "wished_meeting": when, "purpose": wants}
            more = {"received_on": today - timedelta(days=ago), "phone": "+46701740695"}
            actions.receive_intake(team=team, facts=told | facts | more, by=handler, link=link)
        no = actions.receive_intake(
            team=team, facts=told | {"first_name": "Linnea", "last_name": "Ask"}, by=handler, link=link
        )
        reason = "Bor i en annan kommun. Vi ringde deras team i stället."
        actions.decide_intake(intake=no, state=IntakeState.WRONG, reason=reason, by=leader)
