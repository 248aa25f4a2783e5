"""bin/bench register [--participants N] [--team-size N] [--rounds N] [--large N] [--keep]: the register's page beside two
baselines, and then one team of 10 000 beside the same and Django's admin.

P1 (docs/measurements.md): server time of 50 rows, signed in, read log written, through the whole middleware stack;
÷ `rows-login`: the same 50 rows by ORM and the same table as a Django template in a bare view with sign-in and one indexed
query; ÷ `rows-raw`: one SQL statement and string HTML. Both write what the register's own rows write, within a tenth of
their size (asserted), and nothing around the table. The three go round in turn, so a busy neighbour hits
all alike. The whole team's sheet (300 rows) is timed too. Writes in a database of its own; prints one JSON line.

P2, P3: benchmarks.register_large, in a process of its own, prints the second line; `--large` is how many stand in its team,
0 leaves it out.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

ROWS = 50
# The register's own row, as a plain template would have it: the same cells, attributes and drawing.
TEMPLATE = """{% for row in rows %}<tr role="row" id="r-{{ row.enrolment_public_id }}" data-p="{{ row.participant_public_id }}" class="moved week">
<td role="cell" class="mark no-print"><input type="checkbox" form="bulk" name="vald" value="{{ row.enrolment_public_id }}" aria-label="Välj {{ row.list_name }}"></td>
<th role="rowheader" scope="row" class="a clip"><a href="{{ base }}{{ row.participant_public_id }}/" title="Ändrad {{ row.updated_at|date:"j b" }}: inskriven"><bdi>{{ row.list_name }}</bdi></a></th>
<td role="cell" class="wide-only "><abbr class="who" title="Sara Lindmark"><span aria-hidden="true">{{ row.handler_id|default:"–" }}</span><span class="only-read">Sara Lindmark</span></abbr></td>
<td role="cell" class="c cell "><a href="{{ base }}{{ row.participant_public_id }}/ruta/steg/" data-cell="steg">{{ row.next_step }}</a></td>
<td role="cell" class="e cell " data-v="{{ row.next_step_who }}"><a href="{{ base }}{{ row.participant_public_id }}/ruta/vem/" data-cell="vem">{{ row.next_step_who }}</a></td>
<td role="cell" class="d cell nowrap late" data-v="{{ row.next_step_on|date:"Y-m-d" }}"><a href="{{ base }}{{ row.participant_public_id }}/ruta/nar/" data-cell="nar">{{ row.next_step_on|date:"j b" }}</a></td>
<td role="cell" class="wide-only cell " data-v="{{ row.this_week }}"><a href="{{ base }}{{ row.participant_public_id }}/ruta/veckan/" data-cell="veckan">{% if row.this_week %}{{ row.this_week }}{% else %}<span class="only-read">tom</span>{% endif %}</a></td>
<td role="cell" class="wide-only "><svg class="strip" width="168" height="24" viewBox="0 0 168 24" role="img" aria-label="Jobbfokus och annan insats pågår">
{% for insats in row.interventions %}<rect class="c-work" x="{{ forloop.counter }}.5" y="2" width="{{ forloop.counter }}1.5" height="9" fill="#1a5a4d"/>{% endfor %}
<line class="c-halo" x1="84" y1="0" x2="84" y2="24" stroke="#ffffff" stroke-width="2.5"/><line class="c-today" x1="84" y1="0" x2="84" y2="24" stroke="#22201c"/></svg></td>
<td role="cell" class="wide-only nowrap">{{ row.next_meeting_at|date:"j b H.i" }}</td>
<td role="cell" class="wide-only nowrap">{{ row.last_contact_on|date:"j b" }}</td>
<td role="cell" class="b "><div class="sigs"><span class="sig now"><svg class="ic" aria-hidden="true"><use href="/static/icons.svg#now"/></svg><span>Saknar handledare</span></span><span class="more" title="{{ row.state }}">+1<span class="only-read"> och 1 till</span></span></div></td></tr>{% endfor %}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--participants", type=int, default=2000)
    parser.add_argument("--team-size", type=int, default=250)
    parser.add_argument("--rounds", type=int, help="60, and 10 of the large team, unless said")
    parser.add_argument("--large", type=int, default=10_000, metavar="N")
    parser.add_argument("--keep", action="store_true", help="leave the large team's database for the next run")
    options = parser.parse_args()
    large = _large(options)
    options.rounds = options.rounds or 60
    in_own_database(lambda: measure(options))
    if large:
        sys.exit(subprocess.run(large, check=False).returncode)  # noqa: S603  ours


def _large(options: argparse.Namespace) -> list[str]:
    """The command that measures the large team; its settings and addresses are its own. [] for none."""
    if not options.large:
        return []
    rounds = ["--rounds", str(options.rounds)] if options.rounds else []
    keep = ["--keep"] if options.keep else []
    return [sys.executable, "-m", "benchmarks.register_large", "--participants", str(options.large), *rounds, *keep]


def in_own_database(
    work: Callable[[], dict[str, Any]], seed: Callable[[], None] | None = None, *, kept: str = ""
) -> None:
    """Prints what `work` measured, as one JSON line, in a clone of the tests' template. `seed` fills it first; under a
    name to be `kept` it is filled once for each schema and stays for the next time."""
    from config.embedded.attach import data_dir
    from config.embedded.postgres import ensure_running, stop

    if "DATABASE_URL" not in os.environ:
        ensure_running(data_dir(), fast=True)
    import django

    django.setup()
    from django.db import connection

    from tests.support import database

    template = database.ensure_template()
    name = f"framat_bench_{kept}_{template[-12:]}" if kept else f"framat_test_bench_{os.getpid()}"
    whole = False
    try:
        if not (kept and database.exists(name)):
            database.point_at(database.clone(template, name))
            if seed is not None:
                seed()
        database.point_at(name)
        whole = True
        print(json.dumps(work()), flush=True)
    finally:
        connection.close()
        if not (kept and whole):
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
            answer = client.get(addresses["register"]).content
        asked = [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(("BEGIN", "COMMIT"))]
        rows = answer.count(b"<tr role")
        table = len(answer[answer.index(b"<tbody") : answer.index(b"</tbody")])
        for kind in ("rows-login", "rows-raw"):
            size = len(client.get(addresses[kind]).content)
            if abs(size - table) > table / 10:
                raise SystemExit(f"{kind} writes {size} bytes, the register's rows {table}")
    middle = {kind: statistics.median(found) for kind, found in times.items()}
    return {
        "bench": "register",
        "participants": options.participants,
        "team": options.team_size,
        "rows": rows - 1,
        "rounds": options.rounds,
        "queries": len(asked),
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
    return HttpResponse(html.render({"rows": rows, "base": BASE}))


def rows_raw(request: Any) -> Any:
    """The floor: one statement, strings."""

    from django.db import connection
    from django.http import HttpResponse

    with connection.cursor() as cursor:
        cursor.execute(OPEN_TEAM)
        cursor.execute(
            "SELECT enrolment_public_id, participant_public_id, list_name, handler_id, next_step, next_step_who, next_step_on,"
            " this_week, interventions, next_meeting_at, last_contact_on, state FROM participants_registerrow"
            " WHERE team_id = %s ORDER BY sort_name, participant_public_id LIMIT %s",
            [first_team(), ROWS],
        )
        body = "".join([_raw_row(*row) for row in cursor.fetchall()])
    return HttpResponse(body)


def _raw_row(
    enrolment: str,
    person: str,
    name: str,
    handler: Any,
    step: str,
    who: str,
    on: Any,
    week: str,
    spans: Any,
    *more: Any,
) -> str:
    """The same row by hand."""
    from html import escape

    page, name, who = f"{BASE}{person}/", escape(name), escape(who)
    bars = "".join(
        [
            f'<rect class="c-work" x="{n}.5" y="2" width="{n}1.5" height="9" fill="#1a5a4d"/>'
            for n, _ in enumerate(json.loads(spans))
        ]
    )
    meeting, contact, state = more
    return (
        f'<tr role="row" id="r-{enrolment}" data-p="{person}" class="moved week"><td role="cell" class="mark no-print">'
        f'<input type="checkbox" form="bulk" name="vald" value="{enrolment}" aria-label="Välj {name}"></td>'
        f'<th role="rowheader" scope="row" class="a clip"><a href="{page}" title="Ändrad i dag: inskriven"><bdi>{name}</bdi></a></th>'
        f'<td role="cell" class="wide-only "><abbr class="who" title="Sara Lindmark"><span aria-hidden="true">{handler}</span>'
        f'<span class="only-read">Sara Lindmark</span></abbr></td><td role="cell" class="c cell "><a href="{page}ruta/steg/"'
        f' data-cell="steg">{escape(step)}</a></td><td role="cell" class="e cell " data-v="{who}"><a href="{page}ruta/vem/"'
        f' data-cell="vem">{who}</a></td><td role="cell" class="d cell nowrap late" data-v="{on}"><a href="{page}ruta/nar/"'
        f' data-cell="nar">{on}</a></td><td role="cell" class="wide-only cell " data-v="{escape(week)}">'
        f'<a href="{page}ruta/veckan/" data-cell="veckan">{escape(week) or EMPTY}</a></td><td role="cell" class="wide-only ">'
        f'<svg class="strip" width="168" height="24" viewBox="0 0 168 24" role="img" aria-label="Jobbfokus och annan insats pågår">'
        f'{bars}<line class="c-halo" x1="84" y1="0" x2="84" y2="24" stroke="#ffffff" stroke-width="2.5"/><line class="c-today"'
        f' x1="84" y1="0" x2="84" y2="24" stroke="#22201c"/></svg></td><td role="cell" class="wide-only nowrap">{meeting or ""}</td>'
        f'<td role="cell" class="wide-only nowrap">{contact or ""}</td><td role="cell" class="b "><div class="sigs">'
        f'<span class="sig now"><svg class="ic" aria-hidden="true"><use href="/static/icons.svg#now"/></svg><span>Saknar handledare'
        f'</span></span><span class="more" title="{state}">+1<span class="only-read"> och 1 till</span></span></div></td></tr>'
    )


BASE = "/t/team-0/deltagare/"
EMPTY = '<span class="only-read">tom</span>'
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
