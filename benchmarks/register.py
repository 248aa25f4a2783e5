"""bin/bench register [--participants N] [--team-size N] [--rounds N]: the register's page beside two baselines.

P1 (docs/measurements.md): server time of 50 rows, signed in, read log written, through the whole middleware stack;
÷ `rows-login`: the same 50 rows by ORM and a Django template in a bare view with sign-in and one indexed query;
÷ `rows-raw`: one SQL statement and string HTML of the same columns. The three go round in turn, so a busy neighbour hits
all alike. The whole team's sheet (300 rows) is timed too. Writes in a database of its own; prints one JSON line.
"""

import argparse
import json
import os
import statistics
import sys
import time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

ROWS = 50
TEMPLATE = """{% for row in rows %}<tr id="r-{{ row.enrolment_public_id }}"><th><a href="/p/{{ row.participant_public_id }}/">
{{ row.list_name }}</a></th><td>{{ row.handler_id }}</td><td>{{ row.goal }}</td><td>{{ row.next_step }}</td>
<td>{{ row.next_step_who }}</td><td>{{ row.next_step_on|date:"Y-m-d" }}</td><td>{{ row.state }}</td></tr>{% endfor %}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--participants", type=int, default=2000)
    parser.add_argument("--team-size", type=int, default=250)
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()

    from config.embedded.attach import data_dir
    from config.embedded.postgres import ensure_running, stop

    if "DATABASE_URL" not in os.environ:
        ensure_running(data_dir(), fast=True)
    import django

    django.setup()
    from django.db import connection

    from tests.support import database

    template = database.ensure_template()
    name = database.clone(template, f"framat_test_bench_{os.getpid()}")
    database.point_at(name)
    try:
        print(json.dumps(measure(options)))
    finally:
        connection.close()
        database.drop(name)
        if "DATABASE_URL" not in os.environ:
            stop(data_dir())


def measure(options: argparse.Namespace) -> dict[str, Any]:
    from django.conf import settings
    from django.contrib.auth.decorators import login_not_required
    from django.db import connection
    from django.test import Client, override_settings
    from django.test.utils import CaptureQueriesContext
    from django.urls import clear_url_caches, path

    slug, user = seed(options.participants, options.team_size)
    settings.ROOT_URLCONF = "benchmarks.register"
    clear_url_caches()
    globals()["urlpatterns"] = [
        *__import__("config.urls", fromlist=["urlpatterns"]).urlpatterns,
        path("baseline/login/", rows_login),
        path("baseline/raw/", login_not_required(rows_raw)),
    ]
    sys.modules["benchmarks.register"] = sys.modules[__name__]
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    nobody = Client()  # the floor has no sign-in
    page = f"/t/{slug}/deltagare/"
    addresses = {
        "register": f"{page}?rader={ROWS}",
        "sheet": page,
        "rows-login": "/baseline/login/",
        "rows-raw": "/baseline/raw/",
    }
    with override_settings(ALLOWED_HOSTS=["*"]):
        times: dict[str, list[float]] = {kind: [] for kind in addresses}
        for number in range(options.rounds + 5):
            for kind, address in addresses.items():
                start = time.perf_counter()
                response = (nobody if kind == "rows-raw" else client).get(address)
                spent = (time.perf_counter() - start) * 1000
                if response.status_code != 200:
                    raise SystemExit(f"{address}: {response.status_code}")
                if number >= 5:
                    times[kind].append(spent)
        with CaptureQueriesContext(connection) as captured:
            rows = client.get(addresses["register"]).content.count(b"<tr role")
    middle = {kind: statistics.median(found) for kind, found in times.items()}
    return {
        "bench": "register",
        "participants": options.participants,
        "team": options.team_size,
        "rows": rows - 1,
        "rounds": options.rounds,
        "queries": len([q for q in captured.captured_queries if not q["sql"].startswith(("BEGIN", "COMMIT"))]),
        **{f"{kind.replace('-', '_')}_ms": round(ms, 2) for kind, ms in middle.items()},
        "register_p95_ms": round(statistics.quantiles(times["register"], n=20)[-1], 2),
        "over_rows_login": round(middle["register"] / middle["rows-login"], 2),
        "over_rows_raw": round(middle["register"] / middle["rows-raw"], 2),
    }


def seed(participants: int, team_size: int) -> tuple[str, Any]:
    """Teams of `team_size` until there are `participants`; the first team is looked at. Asserts its own row counts."""
    from django.db import transaction

    from accounts.models import Membership, Organisation, Team, User
    from core.scope import run_for_team
    from participants import register
    from participants.models import RegisterRow

    with transaction.atomic():
        organisation = Organisation.objects.create(name="Älvstads kommun", sector="municipality")
        user = User.objects.create_user("sara@example.org", "hemligt losenord 12", name="Sara Lindmark")
        teams = [
            Team.objects.create(slug=f"team-{number}", name=f"Team {number}", owner=organisation)
            for number in range(max(1, participants // team_size))
        ]
        for team in teams:
            Membership.objects.create(team=team, user=user, organisation=organisation, started_on="2025-01-01")
            with run_for_team(team.pk):
                insert_people(team, organisation, user, team_size)
                register.rebuild(team.pk)
    with run_for_team(teams[0].pk):
        made = RegisterRow.objects.count()
    if made != team_size:
        raise SystemExit(f"seeded {made} rows instead of {team_size}")
    return teams[0].slug, user


def insert_people(team: Any, organisation: Any, user: Any, many: int) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from core.folding import sort_key
    from participants.models import Enrolment, HandlerAssignment, Intervention, Participant

    today = timezone.localdate()
    last = ("Abdi", "Ahmadi", "Berg", "Dahl", "Ek", "Farah", "Holm", "Nilsson", "Åberg", "Öberg")
    people = [
        Participant(
            team=team, first_name=f"Namn{n}", last_name=last[n % 10], sort_name=sort_key(f"{last[n % 10]} Namn{n}")
        )
        for n in range(many)
    ]
    Participant.objects.bulk_create(people, batch_size=1000)
    enrolments = Enrolment.objects.bulk_create(
        [
            Enrolment(
                team=team,
                participant=person,
                responsible_organisation=organisation,
                started_on=today - timedelta(days=n % 400),
                goal="Kock",
                next_step="Ringa köket om provdag",
                next_step_who="Sara",
                next_step_on=today + timedelta(days=n % 20 - 5),
            )
            for n, person in enumerate(people)
        ],
        batch_size=1000,
    )
    bound = [{"team": team, "participant_id": e.participant_id, "enrolment": e} for e in enrolments]
    HandlerAssignment.objects.bulk_create(
        [HandlerAssignment(**b, user=user, kind="primary", started_on=b["enrolment"].started_on) for b in bound[::2]]
    )
    Intervention.objects.bulk_create(
        [
            Intervention(
                **b,
                title="Praktik",
                focus="job" if n % 3 else "skill",
                starts_on=today - timedelta(days=n % 50),
                planned_end_on=today + timedelta(days=n % 60),
            )
            for n, b in enumerate(bound + bound)
        ],
        batch_size=1000,
    )


def rows_login(request: Any) -> Any:
    """A bare view: sign-in, one indexed query by ORM, a table template."""
    from django.db import connection
    from django.http import HttpResponse
    from django.template import engines

    from participants.models import RegisterRow

    assert request.user.is_authenticated
    with connection.cursor() as cursor:
        cursor.execute(OPEN_TEAM)
    rows = RegisterRow.objects.filter(team_id=first_team()).order_by("sort_name", "participant_public_id")[:ROWS]
    html = engines["django"].from_string(TEMPLATE) if not COMPILED else COMPILED[0]
    COMPILED.append(html)
    return HttpResponse(html.render({"rows": rows}))


def rows_raw(request: Any) -> Any:
    """The floor: one statement, strings."""
    from html import escape

    from django.db import connection
    from django.http import HttpResponse

    with connection.cursor() as cursor:
        cursor.execute(OPEN_TEAM)
        cursor.execute(
            "SELECT enrolment_public_id, participant_public_id, list_name, handler_id, goal, next_step, next_step_who,"
            " next_step_on, state FROM participants_registerrow WHERE team_id = %s"
            " ORDER BY sort_name, participant_public_id LIMIT %s",
            [first_team(), ROWS],
        )
        body = "".join(
            f'<tr id="r-{r[0]}"><th><a href="/p/{r[1]}/">{escape(r[2])}</a></th><td>{r[3]}</td><td>{escape(r[4])}</td>'
            f"<td>{escape(r[5])}</td><td>{escape(r[6])}</td><td>{r[7]}</td><td>{r[8]}</td></tr>"
            for r in cursor.fetchall()
        )
    return HttpResponse(body)


OPEN_TEAM = "SELECT set_config('app.kind', 'run', true), set_config('app.team', (SELECT min(id)::text FROM accounts_team), true)"
COMPILED: list[Any] = []
TEAM: list[int] = []


def first_team() -> int:
    from accounts.models import Team

    if not TEAM:
        TEAM.append(Team.objects.order_by("pk").values_list("pk", flat=True)[0])
    return TEAM[0]


if __name__ == "__main__":
    main()
