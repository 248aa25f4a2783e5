"""Ranked people for a job, or ranked jobs for a person, as the team's own run would see them."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.models import Team
from core.commands import JsonCommand, at_least_one
from core.scope import run_for_team
from employers.models import JobPosting
from matching import queries
from matching.scoring import ENGINE_VERSION
from participants.models import Participant


class Command(JsonCommand):
    help = "Ranks a team's people for a job (--job) or the open jobs for a person (--participant)."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--job", help="the job's public id, number or id in Platsbanken")
        which.add_argument("--participant", help="the person's public id or number")
        parser.add_argument("--team", help="the team's slug; else the first team that sees the job or the person")
        parser.add_argument("--top", type=at_least_one, default=10)
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        team = self._team(options)
        why = ""
        with run_for_team(team.pk) as scope:
            if options["job"]:
                subject: dict[str, Any] = {"job": options["job"]}
                ranked = queries.people_for_job(_job(options["job"]), scope=scope, top=options["top"])
                why = "" if ranked else _("Ingen i teamet söker jobb just nu.")
            else:
                person = _person(options["participant"])
                subject = {"participant": options["participant"]}
                ranked = queries.jobs_for_person(person, scope=scope, top=options["top"])
                why = "" if ranked else queries.why_no_jobs(person)
        told = {
            **subject,
            "team": team.slug,
            "engine_version": ENGINE_VERSION,
            "ranked": [_told(one) for one in ranked],
            "why": why or None,  # why nobody, or no job, is ranked
        }
        if options["json"]:
            self.tell(told)
            return
        if why:
            self.stdout.write(why)
        for n, one in enumerate(ranked, start=1):
            obstacles = f"  (saknar {', '.join(one.obstacles)})" if one.obstacles else ""
            self.stdout.write(f"{n:3}. {one.score:5.1f}  {one.subject.public_id}{obstacles}")

    def _team(self, options: dict[str, Any]) -> Team:
        teams = Team.objects.all()
        if options["team"]:
            team = teams.filter(slug=options["team"]).first()
        else:
            team = next((one for one in teams.order_by("pk") if self._is_in(one, options)), None)
        if team is None:
            raise CommandError("no such team, or no job or person with that id in any team")
        return team

    @staticmethod
    def _is_in(team: Team, options: dict[str, Any]) -> bool:
        with run_for_team(team.pk):
            try:
                _job(options["job"]) if options["job"] else _person(options["participant"])
            except CommandError:
                return False
        return True


def _job(given: str) -> JobPosting:
    job = _by_id(JobPosting.objects.all(), given) or JobPosting.objects.filter(external_id=given).first()
    if job is None:
        raise CommandError(f"no job {given} in this team")
    return job


def _person(given: str) -> Participant:
    person = _by_id(Participant.objects.all(), given)
    if person is None:
        raise CommandError(f"nobody with id {given} in this team")
    return person


def _by_id(rows: Any, given: str) -> Any:
    found = rows.filter(public_id=given).first()
    if found is None and given.isdecimal() and len(given) < 19:
        found = rows.filter(pk=int(given)).first()
    return found


def _told(one: queries.Ranked) -> dict[str, Any]:
    return {
        "id": one.subject.public_id,
        "score": one.score,
        "parts": {r.part: {"points": r.points, "most": r.most, "why": r.text} for r in one.reasons},
        "missing": list(one.missing),
        "hard_requirements_missed": list(one.obstacles),
    }
