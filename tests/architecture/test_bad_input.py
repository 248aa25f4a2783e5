"""Every form and every filter by address: nothing, NUL, emoji, script, year 0001, far too long, a wrong type.

The request itself answers whatever a view asks of it, so no form and no field can be forgotten: first everything bad at
once, then one bad answer among good ones. Each request is rolled back. A new address stands in the walk by itself;
REACHED are forms it must have come into.
"""

import copy
import itertools
import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accounts import access
from accounts.models import Invitation, Membership
from core import runs
from core.models import Notice
from core.scope import Kind, Scope, enter
from employers.models import Contact, JobPosting
from participants import actions
from participants.actions import bulk, columns
from participants.enums import (
    ColumnKind,
    ConsentForm,
    ConsentKind,
    Deed,
    EndKind,
    EndReason,
    ExtractItem,
    HandoverPoint,
    PauseReason,
)
from participants.importing import batches
from participants.models import Education, RestrictedRemark
from smail import actions as smail
from smail.doors import door_of
from tests.architecture.test_urls import patterns
from tests.cvbuilder.factories import made_cv
from tests.employers.factories import ContactFactory, EmployerFactory, JobFactory, link_for
from tests.employers.posting_pages import at, begin, code_in_mail
from tests.participants.factories import enrolled, intervention

pytestmark = pytest.mark.django_db

BAD = ["", "\x00", "😀<script>alert(1)</script>", "0001-01-01", "x" * 20_000, "-1", "99999999999999999999"]
AT_ONCE = ["", "\x00", "x" * 20_000, "99999999999999999999"]
# Answers that may be given to bad input. 302: it was no fault there (an empty filter), or the way back.
FINE = {200, 204, 302, 400, 403, 404, 405, 409, 422, 429}
# Forms of every app that the walk must have come into: a world that grows out of step with the addresses is told.
REACHED = {
    "accounts:team_edit", "employers:job_edit", "employers:posting_step", "participants:bulk", "participants:cell",
    "participants:column_add", "participants:column_edit", "participants:come_back", "participants:enrol",
    "participants:handover_answer", "participants:handover_words", "participants:import_columns", "participants:profile",
    "participants:tag_add", "smail:handler_part", "smail:question",
}  # fmt: skip


class Answers(QueryDict):
    """Answers every question asked of it: `good` where there is one, else `bad`. Notes what was asked."""

    bad = ""
    good: Mapping[str, Sequence[str]] = {}
    asked: set[str] = set()

    def getlist(self, key: str, default: Any = None) -> list[str]:  # type: ignore[override]
        Answers.asked.add(key)
        return list(Answers.good.get(key, [Answers.bad]))

    def get(self, key: str, default: Any = None) -> Any:
        found = self.getlist(key)
        return found[-1] if found else default

    def __getitem__(self, key: str) -> Any:
        return self.get(key)

    def dict(self) -> Any:
        return self

    def __contains__(self, key: object) -> bool:
        return bool(self.getlist(str(key)))


class Fields(HTMLParser):
    """What the page's own forms would send if they were sent as they stand."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and value and ("selected" in given or self._select not in self.found):
            self.found[self._select] = [value]
        elif name and given.get("type") in ("checkbox", "radio"):
            if "checked" in given or name not in self.found:
                self.found[name] = [value or "on"]
        elif name and tag in ("input", "textarea"):
            self.found[name] = [value or "12"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


@pytest.fixture
def ask(monkeypatch):
    """Sends a request that answers every question badly; gives its status, or the fault it ended in."""
    real = {name: WSGIRequest.__dict__[name] for name in ("POST", "GET")}

    def send(client: Client, method: str, path: str, bad: str, good: Mapping[str, Sequence[str]], htmx: bool) -> Any:
        Answers.bad, Answers.good, Answers.asked = bad, good, set()
        monkeypatch.setattr(WSGIRequest, method, property(lambda _request: Answers()))
        cookies = copy.deepcopy(client.cookies)
        try:
            with transaction.atomic():
                response = client.generic(method, path, headers={"HX-Request": "true"} if htmx else {})
                transaction.set_rollback(True)
            return response
        except Exception:  # noqa: BLE001  the walk goes on, and all faults are told at its end
            return traceback.format_exc(limit=-4)
        finally:
            client.cookies = cookies
            monkeypatch.setattr(WSGIRequest, method, real[method])

    return send


class World:
    """One of everything an address can name, and a browser for each kind of door."""

    def __init__(self, team: Any, organisation: Any, leader: Any, handler: Any, as_user: Any) -> None:
        self.team, self.leader = team, leader
        self.values: dict[str, Any] = {"team": team.slug, "key": "active", "what": "tack", "step": 2, "number": 1}
        self.values |= {"week": "2026-W46", "point": HandoverPoint.GOALS.value, "column": "steg", "token": "x" * 43}
        self.values |= {"uidb36": "1", "pk": 1, "item": "x" * 14, "view": "x" * 14, "model": "person"}
        self.by_name: dict[str, dict[str, Any]] = {}
        self.member = as_user(leader)
        self._people(organisation, leader, handler)
        self._around(organisation, leader)
        self._jobs(organisation)

    def _people(self, organisation: Any, leader: Any, handler: Any) -> None:
        team = self.team
        with enter(Scope(Kind.RUN, user_id=handler.pk, team_id=team.pk)):
            people = [enrolled(team, organisation, f"Namn{n}", by=handler, handler=handler) for n in range(4)]
            active, handed, paused, ended = people
            people_ids = [enrolment.participant.public_id for enrolment in people]
            meeting = actions.book_meeting(
                enrolment=active, starts_at=active.created_at, with_user=handler, by=handler, place="Här"
            )
            task = actions.add_task(enrolment=active, title="Ring", owner=leader, by=handler)
            planned = intervention(active)
            profile = actions.get_profile(active.participant)
            school = Education.objects.create(
                team_id=team.pk, participant=active.participant, profile=profile, title="Grundskola"
            )
            actions.propose_handover(enrolment=handed, to=leader, by=handler, reason_code="away")
            actions.record_wish(enrolment=handed, words="En annan", by=handler)
            actions.pause(enrolment=paused, reason=PauseReason.AWAY, by=handler)
            actions.end_enrolment(enrolment=ended, reason=EndReason.WORK, kind=EndKind.ENDED, by=handler)
            remark = RestrictedRemark.objects.create(
                team=team, participant=active.participant, enrolment=active, kind="other", text="ord"
            )
            note = actions.add_note(enrolment=active, text="ord", by=handler)
            yes = actions.give_consent(
                enrolment=active, kind=ConsentKind.CV, form=ConsentForm.SPOKEN, language="sv", by=handler
            )
            self.people = people
            self.assessment = smail.open_assessment(enrolment=handed, by=handler)
            cv = made_cv(active.participant, handler)
        self.values |= {"public_id": active.participant.public_id, "user_id": handler.pk, "cv": cv.public_id}
        self.values |= {"participant": active.participant.public_id, "kind": "utbildningar", "version": "x" * 14}
        for name in (
            "handover",
            "handover_answer",
            "handover_point",
            "handover_words",
            "handover_asked",
            "wish_settle",
        ):
            self._named(f"participants:{name}", public_id=handed.participant.public_id)
        self._named("participants:handover_withdraw", public_id=handed.participant.public_id)
        self._named("participants:resume", public_id=paused.participant.public_id)
        self._named("participants:come_back", public_id=people_ids[3])
        self._named("participants:meeting_after", item=meeting.public_id)
        self._named("participants:extract_text", kind="note", item=1)
        self._named("participants:task_done", item=task.public_id)
        for name, item in (("intervention_edit", planned), ("intervention_end", planned)):
            self._named(f"participants:{name}", item=item.public_id)
        for name in ("background_edit", "background_remove"):
            self._named(f"participants:{name}", item=school.public_id)
        self._named("participants:extract_text", kind=ExtractItem.NOTE.value, item=note.pk)
        self._named("participants:consent_give", kind=ConsentKind.CV.value)
        for name in ("consent_withdraw", "consent_undo"):
            self._named(f"participants:{name}", item=yes.public_id)
        self._named("participants:import_aside_review", remark_id=remark.public_id)
        for name in (
            "overview",
            "state",
            "handler_part",
            "here_code",
            "send_home",
            "tell_code",
            "close",
            "development",
        ):
            self._named(f"smail:{name}", public_id=handed.participant.public_id)

    def _around(self, organisation: Any, leader: Any) -> None:
        team, me = self.team, Scope(Kind.MEMBER, leader.pk, self.team.pk, organisation.pk, "leader")
        with enter(me):
            tag = actions.add_tag(team=team, name="Data", by=leader)
            column = columns.add_column(
                team=team, title="Skåp", kind=ColumnKind.CHOICE, choices=["1", "2"], purpose="Veta", owner_id=leader.pk,
                by=leader,
            )  # fmt: skip
            sheet = batches.bring(team=team, by=leader, text="Namn\tTelefon\nZahra Ahmadi\t070-174 06 10\n")
            batches.map_columns(
                batch=sheet, fields={}, organisation=organisation, basis=sheet.basis, by=leader
            )  # fmt: skip
            run = runs.start(kind="participants.import", title="x", by_id=leader.pk, team_id=team.pk, params={})
            notice = Notice.objects.create(user_id=leader.pk, team_id=team.pk, kind="run", title="Hej", url="/")
            deed = bulk.do_for_many(
                team=team, deed=Deed.TAG, enrolment_ids=[self.people[0].pk], values={"tag": tag.pk}, by=leader
            )
        self.values |= {"tag": tag.public_id, "batch": deed.public_id, "notice_id": notice.pk, "session_id": 1}
        self._named("core:run_detail", public_id=run.public_id)
        for name in ("column_edit", "column_move", "column_retire", "column_take_back"):
            self._named(f"participants:{name}", key=column.key)
        for name in ("detail", "sheet", "columns", "rows", "go_on", "undo", "clear", "untaken"):
            self._named(f"participants:import_{name}", public_id=sheet.public_id)
        member = Membership.objects.get(team=team, user__name__startswith="Bo")
        for name in ("member_edit", "member_end"):
            self._named(f"accounts:{name}", public_id=member.public_id)
        invited = {"email": "nina@example.org", "role": "handler", "organisation": organisation.pk}
        self.member.post(f"/t/{team.slug}/medlemmar/bjud-in/", invited)
        for name in ("invitation_resend", "invitation_revoke"):
            self._named(f"accounts:{name}", public_id=Invitation.objects.get().public_id)
        chosen = {"vald": [self.people[0].public_id], "gor": Deed.STEP.value}
        begun = self.member.post(f"/t/{team.slug}/deltagare/flera/", chosen)
        self._named("participants:bulk", key=begun["Location"].split("/")[-3], deed=Deed.STEP.value)

    def _jobs(self, organisation: Any) -> None:
        link = link_for(self.team)
        with enter(Scope(Kind.RUN, team_id=self.team.pk)):
            employer = EmployerFactory(organisation=organisation)
            contact: Contact = ContactFactory(employer=employer)
            job, waiting = JobFactory(employer=employer), JobFactory(employer=employer, waiting=True)
        self.employer = Client()
        draft = begin(self.employer, link)
        with enter(Scope(Kind.RUN, team_id=self.team.pk)):
            JobPosting.objects.filter(pk=draft.pk).update(contact_email="kim@example.org")
        self.employer.post(at("posting_resume", link), {"email": "kim@example.org"})
        self.employer.post(at("posting_code", link), {"code": code_in_mail()})
        with enter(Scope(Kind.RUN, team_id=self.team.pk)):
            here = access.make_here_code(door_of(self.assessment), by=self.leader)
        self.phone = Client()
        self.phone.post("/f/", {"kod": here.digits})
        self.values |= {"job": job.public_id, "contact_id": contact.public_id}
        for name in ("open", "ask", "refuse", "edit", "needs", "close", "extend", "detail"):
            chosen = waiting if name in ("open", "ask", "refuse") else job
            self._named(f"employers:job_{name}", public_id=chosen.public_id)
        for name in (
            "employer_detail",
            "employer_edit",
            "employer_number",
            "employer_reveal",
            "contact_add",
            "contact_end",
        ):
            self._named(f"employers:{name}", public_id=employer.public_id)
        self._named("employers:log_add", public_id=employer.public_id)
        for name in ("start", "resume", "code", "own", "language"):
            self._named(f"employers:posting_{name}", token=link.token)
        for name in ("status", "step", "later", "send", "receipt", "close", "reopen", "confirm"):
            self._named(f"employers:posting_{name}", token=link.token, public_id=draft.public_id)

    def _named(self, name: str, **values: Any) -> None:
        self.by_name[name] = values

    def browsers(self, entry: URLPattern, route: str) -> list[Client]:
        guard = getattr(entry.callback, "guard", "")
        if route.startswith("f/"):
            return [self.phone]
        if route.startswith("lagg-in-jobb/"):
            return [self.employer]
        return (
            [self.member]
            if guard.startswith(("team_member", "signed_in")) or route.startswith("konto/s")
            else [Client()]
        )


@pytest.fixture
def world(team, municipality, leader, handler, colleague, as_user) -> World:
    return World(team, municipality, leader, handler, as_user)


def addresses(world: World) -> Iterator[tuple[str, str, str, URLPattern]]:
    """Name, path, route and entry of each address, with values for its parts."""
    spaces = {"": ""}
    for namespace, (_prefix, resolver) in get_resolver().namespace_dict.items():
        spaces |= {id(entry): namespace for _route, entry in patterns(resolver)}
    for route, entry in patterns(get_resolver()):
        space = spaces.get(id(entry), "")
        name = f"{space}:{entry.name}" if space else str(entry.name)
        values = {**world.values, **world.by_name.get(name, {})}
        parts = {
            part: values.get(part, 1 if kind == "int" else "x" * 14)
            for kind, part in re.findall(r"<(?:(\w+):)?(\w+)>", route)
        }
        parts |= {
            p: "b" * 14 for kind, p in re.findall(r"<(\w+):(\w+)>", route) if kind == "publicid" and len(parts[p]) != 14
        }
        yield name, reverse(name, kwargs=parts), route, entry


def as_it_stands(client: Client, path: str) -> dict[str, list[str]]:
    """The fields of the page's forms with what stands in them."""
    with transaction.atomic():
        page = client.get(path)
        transaction.set_rollback(True)
    return Fields(page.content.decode()).found if page.get("Content-Type", "").startswith("text/html") else {}


def posts(ask: Any, client: Client, path: str) -> Iterator[tuple[str, str, Any]]:
    """Answers to bad forms: everything bad, then each field in turn; alternately as page and as fragment."""
    asked: set[str] = set()
    for n, bad in enumerate(AT_ONCE):
        answer = ask(client, "POST", path, bad, {}, bool(n % 2))
        yield bad, "everything", answer
        asked |= Answers.asked
        if getattr(answer, "status_code", 0) in (403, 404, 405) or not asked:
            return
    good = as_it_stands(client, path)
    for n, key in enumerate(sorted(asked)):
        bad = BAD[n % len(BAD)]
        yield bad, key, ask(client, "POST", path, bad, {k: v for k, v in good.items() if k != key}, bool(n % 2))


def gets(ask: Any, client: Client, path: str) -> Iterator[tuple[str, str, Any]]:
    """The answer to a bad word for whatever is asked of the address."""
    yield "\x00", "address", ask(client, "GET", path, "\x00", {}, False)


def test_bad_input_at_every_address_is_answered_and_never_breaks(world, ask):
    broken, forms, closed = [], set(), set()
    for name, path, route, entry in addresses(world):
        for client in world.browsers(entry, route):
            for bad, key, answer in itertools.chain(posts(ask, client, path), gets(ask, client, path)):
                status = getattr(answer, "status_code", 0)
                if status not in FINE:
                    broken.append(f"{name} {key}={bad[:12]!r}: {answer}")
                if key == "everything" and status != 405:
                    (closed if status in (403, 404) and not Answers.asked else forms).add(name)
    assert not broken, "\n".join(broken)
    assert forms >= REACHED, sorted(REACHED - forms)
    assert len(forms) > 2 * len(closed), sorted(closed)
