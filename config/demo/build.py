"""Puts the demo together: organisations, teams, staff, people, employers, jobs, assessments, reports."""

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Organisation, Team, User
from config.demo import assessments, intakes, jobs, offers, papers, past, people, presence, transfers, weekdays, words
from core.models import SearchToken
from core.scope import Kind, Scope, enter, run_for_team
from employers.actions.jobs import link_of
from followup import actions as reports
from followup import weeks
from participants import actions, register
from participants.enums import EnrolmentState, ProtectionLevel
from participants.models import Enrolment, Participant

PASSWORD = "framat-demo-2026"  # noqa: S105 - everybody here is invented, and the servers are embedded
TEAM_SIZE = 200
PRACTICE_SIZE = 8
PLAIN = 60
WEEKS_BACK = 12  # of weekly reports, the last of the week that has ended
SPECIAL_FROM = 20  # so many people, and one is protected and one not shared


class Demo:
    """`participants` people in all; the plain demo (up to 200) has two teams, measuring has teams of 200 or one."""

    def __init__(self, draw: random.Random, *, participants: int = PLAIN, shape: str = "teams") -> None:
        self.draw, self.participants, self.shape = draw, participants, shape
        self.known = people.reference()
        self.logins: list[tuple[str, str, str]] = []

    def make(self) -> dict[str, Any]:
        """Everything or nothing for the plain demo; volumes are written team by team."""
        if self.participants > TEAM_SIZE:
            return self._make()
        with transaction.atomic():
            return self._make()

    def _make(self) -> dict[str, Any]:
        with transaction.atomic():
            organisations = [
                Organisation.objects.create(name=name, sector=sector) for name, sector in words.ORGANISATIONS
            ]
            teams = self._teams(organisations)
        for team, size in teams:
            self._fill(team, size, organisations)
        first, measuring = teams[0][0], self.participants > TEAM_SIZE
        with transaction.atomic(), enter(Scope(Kind.RUN, team_id=first.pk)):
            link_of(team=first, by=None)
        jobs.make(
            self.draw,
            self.known,
            first,
            organisations[0],
            employers=40,
            jobs=max(80, self.participants // 2) if measuring else 80,
            staff=self._handlers(first),
        )
        if SPECIAL_FROM <= self.participants <= TEAM_SIZE:
            self._special(teams[0][0])
            transfers.make(teams[0][0], teams[1][0])
        practice = self._practice(organisations)
        self._write_logins()
        return {
            "teams": [team.slug for team, _size in teams] + [practice.slug],
            "participants": self.participants,
            "logins": len(self.logins),
        }

    def _teams(self, organisations: list[Organisation]) -> list[tuple[Team, int]]:
        if self.participants <= TEAM_SIZE:
            size = self.participants * 2 // 3
            first = self._team("alvstranden", "Team Älvstranden", organisations)
            second = self._team("hamnen", "Team Hamnen", organisations)
            return [(first, size), (second, self.participants - size)]
        count = 1 if self.shape == "one" else -(-self.participants // TEAM_SIZE)
        each = -(-self.participants // count)
        found = []
        left = self.participants
        for n in range(count):
            slug = "alvstranden" if n == 0 else f"team-{n + 1}"
            found.append((self._team(slug, f"Team {n + 1}", organisations, staff="alvstranden"), min(each, left)))
            left -= each
        return found

    def _team(
        self, slug: str, name: str, organisations: list[Organisation], *, staff: str = "", practice: bool = False
    ) -> Team:
        team = Team.objects.create(
            slug=slug,
            name=name,
            owner=organisations[0],
            is_practice=practice,
            sharing_agreement="Teamets organisationer delar uppgifter enligt överenskommelsen från 2025.",
            municipality_code="1480",
            contact_name="Maria Åsberg",
            contact_phone="+46701740612",
            report_hour=6,
            accepts_transfers=not practice,
        )
        team.organisations.set(organisations)
        for who, role, organisation in words.STAFF.get(staff or slug, ()):
            user = self._user(who)
            Membership.objects.create(
                team=team,
                user=user,
                organisation=organisations[organisation],
                role=role,
                started_on=timezone.localdate() - timedelta(days=people.HISTORY_DAYS + 30),
            )
            if not practice:
                self.logins.append((user.email, str(Membership(role=role).get_role_display()), team.name))
        return team

    @staticmethod
    def _user(name: str) -> User:
        email = f"{name.split()[0].lower()}@example.org"
        return User.objects.filter(email=email).first() or User.objects.create_user(email, PASSWORD, name=name)

    @staticmethod
    def _handlers(team: Team) -> list[User]:
        return [m.user for m in team.memberships.filter(role="handler").select_related("user").order_by("pk")]

    def _fill(self, team: Team, size: int, organisations: list[Organisation]) -> None:
        handlers = self._handlers(team)
        with run_for_team(team.pk), pgtrigger.ignore():
            maker = people.Maker(self.draw, self.known, team, handlers, organisations)
            ids = maker.make(size, numbered=self.participants <= TEAM_SIZE)
            assessments.make(self.draw, team, ids)
            working = Enrolment.objects.filter(team=team, state=EnrolmentState.IN_WORK)
            actions.plan_follow_ups(enrolment_ids=working.values_list("pk", flat=True))
            papers.consents(self.draw, team)
            register.rebuild(team.pk)
            if self.participants <= TEAM_SIZE:
                self._live(team)
        if not team.is_practice and self.participants <= TEAM_SIZE:
            this_week = weeks.of(timezone.localdate())
            with run_for_team(team.pk):
                for ago in range(WEEKS_BACK, 0, -1):
                    reports.make_report(team=team, week=weeks.of(this_week.first - timedelta(weeks=ago)))

    def _live(self, team: Team) -> None:
        """What a team that somebody looks at has besides, and then its history."""
        leader = team.memberships.select_related("user").get(role="leader").user
        offers.make(team)
        papers.make(self.draw, team, leader)
        presence.hours(self.draw, team)
        if not team.is_practice:  # emptied and filled again, its colleagues stay
            presence.absences(self.draw, team)
        past.write(team, leader.pk)
        register.rebuild(team.pk)

    def _special(self, team: Team) -> None:
        """One protected person, one not shared outside their organisation, and some who are not enrolled yet."""
        users = {m.user.first_name: m.user for m in team.memberships.select_related("user")}
        with run_for_team(team.pk):
            first, second = (
                Enrolment.objects.filter(team=team, state="active").select_related("participant").order_by("pk")[:2]
            )
            actions.protect(
                participant=first.participant,
                level=ProtectionLevel.PROTECTED,
                alias="Eken",
                named=[users["Sara"]],
                manager=users["Maria"],
                by=users["Maria"],
            )
            actions.withdraw_sharing(enrolment=second, by=users["Maria"])
        intakes.make(team, users["Maria"], users["Nour"])
        weekdays.make(self.draw, team, users["Maria"], self._handlers(team))

    def _practice(self, organisations: list[Organisation]) -> Team:
        team = self._team("ovning", "Övningsteam", organisations, staff="alvstranden", practice=True)
        self._fill(team, PRACTICE_SIZE, organisations)
        return team

    def reset_practice(self, team: Team) -> dict[str, Any]:
        """Empties and refills a practice team: all of it or nothing, one at a time. Everything in it was for trying
        things out."""
        from core import persondata  # noqa: PLC0415

        with transaction.atomic():
            Team.objects.select_for_update().get(pk=team.pk, is_practice=True)
            with run_for_team(team.pk):
                for person in list(Participant.objects.filter(team=team)):
                    persondata.erase_person(person)
                SearchToken.objects.filter(team_id=team.pk).delete()
            self._fill(team, PRACTICE_SIZE, list(team.organisations.order_by("pk")))
        return {"teams": [team.slug], "participants": PRACTICE_SIZE}

    def _write_logins(self) -> None:
        path = Path(settings.FRAMAT_DATA) / "demo_logins.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        seen: dict[str, str] = {}
        for email, role, team in self.logins[:40]:
            seen.setdefault(email, f"{email:24} {role}, {team}")
        path.write_text("\n".join([*seen.values(), f"Lösenord för alla: {PASSWORD}", ""]))
