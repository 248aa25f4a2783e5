"""The register of one team of 10 000 with eighteen months of history (P2, P3): server time and statements of its first
page, every state, filter, order and next page, searches for a rare and a common word, and which table is read from end to
end for their rows; what is done to a thousand and taken back.

Beside it, in turn: `rows-raw` and `rows-login` of benchmarks.register, and Django's own admin changelist over the same
table, which lives here only. `--keep` leaves the database for the next run. Prints one JSON line.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import register as plain

ROWS = 50
BULK = 1000
CHANGED = 300  # people colleagues have changed since the reader's previous visit
RARE, COMMON, PART = "Zetterqvist", "ahmed", "a"
LARGE = 500  # rows of a table that ought not to be read from end to end


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--participants", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    _admin_without_its_tables()
    plain.in_own_database(
        lambda: measure(options),
        lambda: seed(options.participants),
        kept=f"large_{options.participants}" * options.keep,
    )


def _admin_without_its_tables() -> None:
    """Its templates and tags; the app itself is not installed, so nothing of it is in the database."""
    from django.conf import settings
    from django.contrib import admin

    house: dict[str, Any] = settings.TEMPLATES[0]
    house["OPTIONS"].pop("string_if_invalid", None)
    house["DIRS"] = [*house["DIRS"], Path(admin.__file__).parent / "templates"]
    tags = ("admin_list", "admin_modify", "admin_urls", "log")
    house["OPTIONS"]["libraries"] = {tag: f"django.contrib.admin.templatetags.{tag}" for tag in tags}


def seed(participants: int) -> None:
    """The demo's people in one team, with what the demo has none of: own columns, tags, changes since the last visit."""
    from django.conf import settings
    from django.core.management import call_command

    from accounts.models import Membership, Team
    from tests.participants import crowds

    with TemporaryDirectory() as folder:
        settings.FRAMAT_DATA = Path(folder)
        call_command("demo", participants=participants, shape="one", json=True, stdout=StringIO())
    team = Team.objects.get(slug="alvstranden")
    reader, colleague = (m.user for m in Membership.objects.filter(team=team, role="handler").order_by("pk")[:2])
    crowds.own_things(team, reader)
    _touched(team, colleague)
    crowds.analyze()


def _touched(team: Any, colleague: Any) -> None:
    """Nobody has been changed for ten days, but some by a colleague an hour ago; one in ten has a tag and an own value."""
    from django.utils import timezone

    from accounts.models import Membership
    from core import search
    from core.scope import run_for_team
    from participants import register
    from participants.models import Enrolment, EnrolmentTag, RegisterRow, Tag

    now = timezone.now()
    with run_for_team(team.pk, user_id=colleague.pk):
        found = list(Enrolment.objects.filter(team=team).order_by("pk").values_list("pk", "participant_id"))
        tag = Tag.objects.create(team=team, name="Kursstart i vår")
        tagged = [EnrolmentTag(team=team, enrolment_id=e, participant_id=p, tag=tag) for e, p in found[::10]]
        EnrolmentTag.objects.bulk_create(tagged, batch_size=1000)
        some = random.Random(1).sample([pk for pk, _person in found], CHANGED)  # noqa: S311  no secret
        Enrolment.objects.filter(pk__in=[pk for pk, _person in found[5::10]]).update(own_values={"kurs": "ja"})
        Enrolment.objects.filter(pk__in=some).update(this_week="ringt två gånger", unread={"nar": "efter påsk"})
        for _pk, person in found[7::500]:
            search.index(
                team_id=team.pk, subject_type="participant", subject_id=person, participant_id=person, text=RARE
            )
        register.rebuild(team.pk)
        RegisterRow.objects.filter(team=team).exclude(enrolment_id__in=some).update(updated_at=now - timedelta(days=10))
    Membership.objects.filter(team=team).update(previous_visit_at=now - timedelta(hours=2), last_visit_at=now)


def measure(options: argparse.Namespace) -> dict[str, Any]:
    from django.conf import settings
    from django.contrib.auth.decorators import login_not_required
    from django.test import Client
    from django.urls import clear_url_caches, path

    from accounts.models import Membership, Team
    from tests.participants.register_views import further, searched, views

    team = Team.objects.get(slug="alvstranden")
    reader = Membership.objects.filter(team=team, role="handler").order_by("pk")[0].user
    Membership.objects.filter(team=team).update(last_visit_at=_now())
    plain.BASE = f"/t/{team.slug}/deltagare/"
    globals()["urlpatterns"] = [
        *__import__("config.urls", fromlist=["urlpatterns"]).urlpatterns,
        path("baseline/login/", plain.rows_login),
        path("baseline/raw/", login_not_required(plain.rows_raw)),
        path("baseline/admin/", _admin(team)),
    ]
    sys.modules["benchmarks.register_large"] = sys.modules[__name__]
    settings.ROOT_URLCONF, settings.ALLOWED_HOSTS = "benchmarks.register_large", ["*"]
    clear_url_caches()
    client = Client()
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
    pages = {"first": f"{plain.BASE}?urval=alla&rader={ROWS}", **views(team, reader, ROWS)}
    pages |= further(client, pages)
    words = {"rare": RARE, "common": COMMON, "letter": PART}
    pages |= {f"words {name}": f"{searched(client, team, word)}&rader={ROWS}" for name, word in words.items()}
    admin = "/baseline/admin/participants/registerrow/"
    beside = {"rows-raw": "/baseline/raw/", "rows-login": "/baseline/login/", "admin": admin}
    beside |= {"admin search": f"{admin}?q={COMMON}", "admin sort": f"{admin}?o=-5"}
    beside |= {"admin state": f"{admin}?state__exact=paused"}
    times = _timed(client, pages | beside, options.rounds)
    return _told(options, team, client, pages, beside, times) | {"bulk": _bulk(team, reader)}


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


def _admin(team: Any) -> Any:
    """Addresses of Django's own list of the same rows, opened as the register's baselines are."""
    from django.contrib.admin import AdminSite, ModelAdmin
    from django.db import connection

    from participants.models import RegisterRow

    class Rows(ModelAdmin):
        list_display = ("list_name", "handler", "next_step", "next_step_who", "next_step_on", "this_week")
        list_display += ("next_meeting_at", "last_contact_on", "state")
        list_filter, search_fields, list_per_page = ("state",), ("list_name",), ROWS
        list_select_related, ordering = ("handler",), ("sort_name", "pk")

        def get_queryset(self, request: Any) -> Any:
            return super().get_queryset(request).filter(team_id=team.pk)

        def changelist_view(self, request: Any, extra_context: Any = None) -> Any:
            with connection.cursor() as cursor:
                cursor.execute(plain.OPEN_TEAM)
            return super().changelist_view(request, extra_context).render()

        has_view_permission = has_module_permission = lambda self, request, obj=None: True
        has_add_permission = has_delete_permission = has_change_permission = lambda self, request, obj=None: False

    class Site(AdminSite):
        has_permission = lambda self, request: True  # noqa: E731  whoever is signed in to the benchmark
        get_log_entries = lambda self, request: None  # noqa: E731  its table is not there

    site = Site()
    site._registry[RegisterRow] = Rows(RegisterRow, site)
    return site.urls


def _timed(client: Any, addresses: dict[str, str], rounds: int) -> dict[str, list[float]]:
    """Round by round, so that a busy machine is as busy for all."""
    times: dict[str, list[float]] = {name: [] for name in addresses}
    for number in range(rounds + 1):  # the first is not counted: statements are made and templates read
        for name, address in addresses.items():
            start = time.perf_counter()
            response = client.get(address)
            spent = (time.perf_counter() - start) * 1000
            if response.status_code != 200:
                raise SystemExit(f"{address}: {response.status_code}")
            if number:
                times[name].append(spent)
    return times


def _told(
    options: argparse.Namespace, team: Any, client: Any, pages: dict[str, str], beside: dict[str, str], times: Any
) -> dict[str, Any]:
    from core.scope import run_for_team
    from participants.models import RegisterRow

    with run_for_team(team.pk):
        rows = RegisterRow.objects.filter(team=team).count()
    if rows != options.participants:
        raise SystemExit(f"{rows} rows instead of {options.participants}")
    middle = {name: statistics.median(found) for name, found in times.items()}
    told = {}
    for name, address in (pages | beside).items():
        statements, scanned = _asked(client, address)
        told[name] = {"ms": round(middle[name], 1), "statements": statements, "scans": scanned}
        print(f"{name:40} {middle[name]:7.1f} ms {statements:3} {' '.join(scanned)}", file=sys.stderr)
    slowest = max(pages, key=lambda name: middle[name])
    return {
        "bench": "register_large",
        "participants": rows,
        "rows": ROWS,
        "rounds": options.rounds,
        "pages": told,
        "slowest": [slowest, round(middle[slowest], 1)],
        "first_over_rows_raw": round(middle["first"] / middle["rows-raw"], 2),
        "first_over_rows_login": round(middle["first"] / middle["rows-login"], 2),
        "first_over_admin": round(middle["first"] / middle["admin"], 2),
        "search_over_admin_search": round(middle["words common"] / middle["admin search"], 2),
    }


def _asked(client: Any, address: str) -> tuple[int, list[str]]:
    """How many statements a page takes, and large person-bound tables that are read from end to end for its rows. The
    counts of the ready-made states are over the whole team, here nearly the whole table: a scan is what they ask for."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.participants.register_views import NOT_COUNTED, SCAN, large_tables, planned

    plans: list[str] = []
    with CaptureQueriesContext(connection) as captured, planned(plans):
        client.get(address)
    asked = [q for q in captured.captured_queries if not NOT_COUNTED.match(q["sql"])]
    of_rows = [plan for plan in plans if not plan.startswith("Aggregate")]
    return len(asked), sorted({table for plan in of_rows for table in SCAN.findall(plan)} & large_tables(LARGE))


def _bulk(team: Any, reader: Any) -> dict[str, Any]:
    """A thousand tagged, given a next step, handed on and taken back, as the page and its run do it."""
    from core.scope import run_for_team
    from participants.enums import Deed
    from participants.models import Enrolment, Tag

    with run_for_team(team.pk):
        ids = list(
            Enrolment.objects.filter(team=team, state="active").order_by("pk").values_list("pk", flat=True)[:BULK]
        )
        tag = Tag.objects.create(team=team, name=f"Prov {time.time():.0f}")
    step = {
        "next_step": "Ring",
        "next_step_by": "",
        "next_step_user_id": None,
        "next_step_who": "",
        "next_step_on": None,
    }
    told = {}
    for deed, values in (
        (Deed.TAG, {"tag": tag.pk}),
        (Deed.STEP, step | {"only_empty": False}),
        (Deed.HANDLER, {"user": reader.pk}),
    ):
        told[deed.value] = _done_and_undone(team, reader, deed, ids, values)
        print(f"{BULK} {deed.value}: {told[deed.value]}", file=sys.stderr)
    return told


def _done_and_undone(team: Any, reader: Any, deed: Any, ids: list[int], values: dict[str, Any]) -> dict[str, Any]:
    from core import runs
    from core.models import Run
    from core.scope import run_for_team
    from participants.actions import bulk
    from participants.models import BulkBatch

    def foreseen() -> None:
        with run_for_team(team.pk, user_id=reader.pk):
            bulk.foresee(team_id=team.pk, deed=deed, enrolment_ids=ids, values=values, by=reader)

    def done() -> None:
        with run_for_team(team.pk, user_id=reader.pk):
            bulk.do_for_many(team=team, deed=deed, enrolment_ids=ids, values=values, by=reader)
            run = Run.objects.filter(team_id=team.pk, kind=bulk.RUN_KIND).latest("pk")
        runs.execute(run.pk)

    def undone() -> None:
        with run_for_team(team.pk, user_id=reader.pk):
            batch = BulkBatch.objects.filter(team=team, by=reader).latest("pk")
            run = bulk.ask_back(batch=batch, by=reader)
        if run is not None:
            runs.execute(run.pk)
        with run_for_team(team.pk, user_id=reader.pk):
            batch.refresh_from_db()
            if run is None or batch.undone_at is None or bulk.done(batch) != sum(bulk.taken_and_left(batch)):
                raise SystemExit(f"{deed}: {bulk.taken_and_left(batch)} of {bulk.done(batch)}")

    return {what.__name__: _cost(what) for what in (foreseen, done, undone)}


def _cost(work: Callable[[], None]) -> list[float]:
    """Milliseconds and statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    start = time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        work()
    return [round((time.perf_counter() - start) * 1000), len(captured)]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    main()
