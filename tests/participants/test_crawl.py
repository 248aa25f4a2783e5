"""Nobody who must not know of a person finds them anywhere, nor a hint that somebody is hidden (design 5.1-5.3): every
address there is to find is read as every kind of colleague, before the hidden are enrolled and after, and the two readings
are the same, counts and all. The names a reading looks for are nobody else's."""

import html
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.enums import Role
from core import feed
from core.models import Mail, Notice
from core.scope import Kind, Scope, enter
from followup import actions as following
from followup import weeks
from followup.models import WeeklyReport
from matching import engine as engines
from participants import actions
from participants.enums import (
    ConsentForm,
    ConsentKind,
    EndKind,
    EndReason,
    Focus,
    OutcomeKind,
    ProtectionLevel,
)
from participants.models import Activity, Enrolment, Intervention, Tag
from taxonomy.enums import Kind as Word
from taxonomy.models import Language, Municipality, Occupation
from tests.conftest import member
from tests.employers.factories import EmployerFactory, JobFactory
from tests.matching.factories import wants
from tests.participants.factories import TEST_NUMBERS, days_from_today, enrolled, intervention
from tests.smail.factories import handler_answered

pytestmark = pytest.mark.django_db

EACH = 1  # addresses of one view that are read
LINK = re.compile(r'\b(?:href|hx-get|data-poll)="(/[^"#]*)')
SAID = ("key", "kind", "deed", "code")  # parts of an address that ask for another page of the same view
CHANGING = (  # what differs between two readings of the same: secrets of the form, where the feed stands, the clock
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(r'"X-CSRFToken": "[^"]+"'),
    re.compile(r'nonce="[^"]+"'),
    re.compile(r"\b(?:plats|sok|visning)=[\w-]+"),
    re.compile(r'(?:data-position|data-feed|data-plats)="[^"]*"'),
    re.compile(r'name="(?:plats|visning)" value="[^"]*"'),
    re.compile(r"\b\d\d[.:]\d\d(?:[.:]\d\d)?\b"),
)
NOT_READ = (
    "readers",  # the readings themselves stand there
    "steering",  # its numbers are over everybody, suppressed under five (followup.steering)
    "account_logout",
    "account_reauthenticate",
    "stay",
    "card_pdf",
    "report_pdf",
)
ONCE = {
    "register_filter",
    "register_changes",
    "view_add",
}  # one of each is enough: what they ask is the list's own address
# Where people are listed, counted, searched or told of: every viewer reads these. The rest are a form or a page about one
# thing, the same for everybody who may open it, and read by the first viewer and by the steering group.
LISTS = {
    *("team_home", "register", "register_changes", "board", "my_day", "report_list", "report_detail", "report_people"),
    *("tasks", "notice_list", "intakes", "transfers", "retention", "activities", "activity", "needs", "needs_people"),
    *("attendance_month", "attendance_group", "recent", "member_list", "detail", "timeline", "part", "people_list"),
    *("away", "stand_ins", "nameless", "groups", "tags", "tag", "job_list", "job_detail", "matches", "spread", "same"),
    *("saved_views", "columns", "overview", "consents", "history", "messages", "incidents", "import_list"),
}
NAMES = ("Zebedeus", "Qvarnhult", "Vintergatan", "Ottilia", "Wrangberg", "Xerxes", "Ypsilander")
GIVEN = ("0701740681", "70-174 06 81", "+46701740681", "gomd@example.org", "Smultronvägen", "Kykladerna")
TOLD = ("Svetsa smycken", "Ringde om kullagret", "Blåklintens verkstad")
SECRETS = (*NAMES, *GIVEN, *TOLD)


def masked(text: str) -> str:
    for changing in CHANGING:
        text = changing.sub("~", text)
    return text


def readable(response) -> str:
    """What an answer says: pages and files as they stand, a spreadsheet cell by cell."""
    kind = response.headers.get("Content-Type", "")
    if "spreadsheet" in kind:
        sheet = load_workbook(BytesIO(response.content)).active
        return "\n".join(str(list(row)) for row in sheet.iter_rows(values_only=True))
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return masked(body.decode(errors="replace"))


def crawl(client: Client, start: list[str], *, everything: bool, every_state: bool) -> dict[str, str]:
    """Every address found from `start`, one of each view and each set of questions it can be asked; with `every_state` also
    one of each ready-made state of a list, without `everything` those in LISTS. Their counts stand beside every list, so one viewer's walk of them is enough."""
    waiting, known, seen = list(start), set(start), Counter()
    found: dict[str, str] = {}
    while waiting:
        address = waiting.pop(0)
        path, _mark, asked = address.partition("?")
        match = resolve(path)
        kind = (match.view_name, tuple(sorted(re.findall(r"(\w[\w.-]*)=", asked))))
        kind = (*kind, *(str(value) for name, value in match.kwargs.items() if name in SAID))
        states = re.findall(r"(?:urval|del)=([\w-]+)", asked) if every_state else []
        key = (*kind, *states)
        key = (match.view_name,) if match.url_name in ONCE else key
        if match.url_name in NOT_READ or seen[key] >= EACH or not (everything or match.url_name in LISTS):
            continue
        seen[key] += 1
        response = client.get(address)
        found[masked(address)] = f"{response.status_code} {response.headers.get('Location', '')} {readable(response)}"
        if "text/html" in response.headers.get("Content-Type", ""):
            for link in LINK.findall(response.content.decode()):
                link = html.unescape(link)
                if not link.startswith(("/static/", "/local/", "/media/")) and link not in known:
                    known.add(link)
                    waiting.append(link)
    return found


def ask(client: Client, slug: str, seen: tuple[str, str], *, suggestions: bool) -> Iterator[tuple[str, str]]:
    """What is asked in words: both searches, likely namesakes, whose the note is and who is the same person, what a box
    suggests while one writes, the register as a file."""
    person, note = [slug, seen[0]], seen[1]
    for words in ("Zebedeus", "Vintergatan", "Ottilia", "Xerxes", "0701740681"):
        for address, box in (
            (reverse("participants:same", args=person), "q"),
            (reverse("participants:note_move", args=[*person, note]), "words"),
            (reverse("participants:note_search", args=person), "q"),
        ):
            answer = client.post(address, {box: words}, follow=True)
            yield f"{address} {words}", f"{answer.status_code} {readable(answer)}"
        for kind in Word.values if suggestions else ():  # the same open data for everybody
            answer = client.get(reverse("taxonomy:suggest", args=[kind]), {"q": words})
            yield f"suggest {kind} {words}", f"{answer.status_code} {readable(answer)}"
        for name in ("accounts:search", "participants:register_search"):
            answer = client.post(reverse(name, args=[slug]), {"q": words}, follow=True)
            yield f"{name} {words}", f"{answer.status_code} {readable(answer)}"
        sent = {"first_name": words, "last_name": "Qvarnhult"}
        answer = client.post(reverse("participants:enrol_alike", args=[slug]), sent)
        yield f"alike {words}", f"{answer.status_code} {readable(answer)}"
    for view, kind in (("urval=alla", "csv"), ("urval=avslutade", "csv"), ("urval=alla", "xlsx")):
        answer = client.post(reverse("participants:register_export", args=[slug]), {"vy": view, "slag": kind})
        yield f"file {view} {kind}", f"{answer.status_code} {readable(answer)}"


def reading(client: Client, slug: str, seen: tuple[str, str], *, everything: bool, every_state: bool) -> dict[str, str]:
    start = [reverse("accounts:team_home", args=[slug]), reverse("participants:register", args=[slug])]
    start += [reverse("accounts:notice_list"), reverse("followup:report_list", args=[slug])]
    start += [reverse("participants:tasks", args=[slug]), reverse("participants:board", args=[slug])]
    return {
        **crawl(client, start, everything=everything, every_state=every_state),
        **dict(ask(client, slug, seen, suggestions=every_state)),
    }


@pytest.fixture
def viewers(team, other_team, municipality, nonprofit, colleague, leader, steering, stranger):
    """One of each kind who must not know of the hidden: another organisation's, a reader, the leader, who runs the team's
    settings, the steering group, another team's of the same organisation."""
    return {
        "colleague": colleague,
        "reader": member(team, nonprofit, "Rut Läs", Role.READER),
        "leader": leader,
        "admin": member(team, municipality, "Adam Min", Role.ADMIN),
        "steering": steering,
        "stranger": stranger,
    }


def lived(person: Enrolment, handler, *, kind: OutcomeKind | None = None) -> None:
    """Something of everything the product keeps about a person."""
    actions.set_goal(enrolment=person, goal="Svetsa smycken", by=handler)
    actions.add_note(enrolment=person, text="Ringde om kullagret", by=handler)
    actions.set_next_step(
        enrolment=person, step="Svetsa smycken", who="", on=days_from_today(-2), waiting_for="us", by=handler
    )
    course = Activity.objects.get(name="Jobbkurs")
    made = intervention(person, Focus.JOB, -20, 10, "Blåklintens verkstad")
    Intervention.objects.filter(pk=made.pk).update(activity=course)
    at = timezone.now() + timedelta(days=1)
    actions.book_meeting(enrolment=person, starts_at=at, place="Kykladerna", with_user=handler, by=handler)
    actions.add_task(enrolment=person, title="Ringde om kullagret", owner=handler, by=handler)
    actions.give_consent(
        enrolment=person,
        kind=ConsentKind.EMPLOYER,
        form=ConsentForm.SPOKEN,
        language="sv",
        recipient="Blåklintens verkstad",
        valid_to=days_from_today(9),
        by=handler,
    )
    handler_answered(person, handler)
    if kind:
        actions.record_outcome(enrolment=person, kind=kind, starts_on=timezone.localdate(), by=handler)


def hide_three(team, municipality, handler, viewers, job) -> list[Enrolment]:
    """A protected person, one with whom everybody but the handler has a conflict of interest, and one whose sharing is
    withdrawn (who has a conflict with those of the responsible organisation)."""
    place = Municipality.objects.get(label="Kiruna")
    facts = {
        "phone": "+46701740681",
        "email": "gomd@example.org",
        "street": "Smultronvägen 3",
        "place": "Kykladerna",
        "municipality": place,
        "preferred_language": Language.objects.get(iso1="SO"),
    }
    people = []
    for first, last, kind in (
        ("Zebedeus", "Qvarnhult", OutcomeKind.WORK),
        ("Ottilia", "Wrangberg", OutcomeKind.STUDIES),
        ("Xerxes", "Ypsilander", None),
    ):
        number = TEST_NUMBERS[len(people)]
        person = enrolled(team, municipality, first, last, by=handler, handler=handler, number=number, **facts)
        lived(person, handler, kind=kind)
        wants(person, job.occupation, place)
        people.append(person)
    protected, conflicting, unshared = people
    actions.protect(
        participant=protected.participant,
        level=ProtectionLevel.PROTECTED,
        alias="Vintergatan",
        named=[handler],
        manager=handler,
        by=handler,
    )
    for name, viewer in viewers.items():
        actions.ask_conflict(participant=conflicting.participant, user=viewer, by=handler)
        if name in ("leader", "admin", "steering"):
            actions.ask_conflict(participant=unshared.participant, user=viewer, by=handler)
    actions.withdraw_sharing(enrolment=unshared, by=None)
    return people


def test_no_reading_of_any_colleague_finds_the_hidden_or_that_somebody_is(
    team, other_team, municipality, nonprofit, handler, viewers, as_user
):
    week = weeks.of(timezone.localdate())

    def readings() -> dict[str, dict[str, str]]:
        engines.forget()
        return {
            name: reading(
                as_user(who),
                (other_team if name == "stranger" else team).slug,
                note,
                everything=name in ("colleague", "steering"),
                every_state=name == "colleague",
            )
            for name, who in viewers.items()
        }

    with enter(Scope(Kind.RUN, team_id=team.pk)):
        Activity.objects.create(team=team, name="Jobbkurs", focus=Focus.JOB, places=8)
        Tag.objects.create(team=team, name="Snabb start")
        job = JobFactory(employer=EmployerFactory(organisation=municipality), occupation=Occupation.objects.first())
        seen = enrolled(team, municipality, by=handler, handler=viewers["colleague"])
        intervention(seen)
        note = seen.participant.public_id, actions.add_note(enrolment=seen, text="Gillar bröd", by=handler).public_id
        actions.set_next_step(enrolment=seen, step="Ringa", who="", on=days_from_today(3), waiting_for="", by=handler)
        left = enrolled(team, nonprofit, "Omid", "Haddad", by=handler, handler=viewers["leader"])
        actions.end_enrolment(enrolment=left, reason=EndReason.WORK, kind=EndKind.ENDED, by=handler)
        following.make_report(team=team, week=week)
    position = str(feed.position())
    poll = reverse("participants:register_changes", args=[team.slug])
    watching = ("colleague", "reader", "leader")

    def polled() -> list[str]:
        return [readable(as_user(viewers[name]).get(poll, {"plats": position})) for name in watching]

    before, moved = readings(), polled()
    told = set(Notice.objects.filter(user_id__in=[who.pk for who in viewers.values()]).values_list("pk", flat=True))

    with enter(Scope(Kind.RUN, team_id=team.pk)):
        hidden = hide_three(team, municipality, handler, viewers, job)
        WeeklyReport.objects.all().delete()
        following.make_report(team=team, week=week)
    after = readings()

    secrets = (*SECRETS, *(person.participant.public_id for person in hidden), *TEST_NUMBERS[:3])
    faults = []
    for name, pages in after.items():
        faults += [f"{name} gets {address}" for address in set(pages) ^ set(before[name])]
        for address, words in pages.items():
            own_words = {words_ for words_ in SECRETS if words_ in address}  # what was searched for stands in the box
            faults += [f"{name} finds {one} at {address}" for one in secrets if one in words and one not in own_words]
            if before[name].get(address, words) != words and not own_words:
                faults.append(f"{name} sees a difference at {address}: {difference(before[name][address], words)}")
    assert faults == [], "\n".join(faults)

    assert polled() == moved
    for name in watching:
        for person in hidden:
            for view in ("detail", "consents", "history", "timeline"):
                address = reverse(f"participants:{view}", args=[team.slug, person.participant.public_id])
                assert as_user(viewers[name]).get(address).status_code == 404, (name, view)
    ids = [who.pk for who in viewers.values()]
    assert set(Notice.objects.filter(user_id__in=ids).values_list("pk", flat=True)) == told
    assert not any(secret in mail.subject + mail.text for mail in Mail.objects.all() for secret in secrets)


def difference(one: str, other: str) -> str:
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"{one[max(0, at - 80) : at + 60]!r} / {other[max(0, at - 80) : at + 60]!r}"
