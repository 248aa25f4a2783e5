"""What people of the demo have said yes to and brought with them: consents, documents, points before a first day at work,
follow-ups of a job. In the team's scope, with the triggers off: config.demo.past tells of the days.
"""

import hashlib
import random
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Team, User
from config.demo import bulk
from config.demo.people import at
from core import filestore
from core.filecheck.rules import FileKind
from participants.actions.documents import folder
from participants.consentwords import latest
from participants.enums import (
    ConsentEnd,
    ConsentForm,
    ConsentKind,
    DocumentKind,
    EnrolmentState,
    HandlerKind,
    StartPoint,
    StartState,
    StillThere,
    SupportNeed,
)
from participants.models import Consent, Document, Enrolment, FollowUp, HandlerAssignment, RegisterRow, StartItem

# How many of a hundred have said yes, how, and for how many days it holds (None: until it is taken back).
YES: tuple[tuple[ConsentKind, int, tuple[ConsentForm, ...], int | None], ...] = (
    (ConsentKind.EMPLOYER, 55, (ConsentForm.SPOKEN, ConsentForm.WRITTEN), 365),
    (ConsentKind.CV, 45, (ConsentForm.DIGITAL, ConsentForm.SPOKEN), 365),
    (ConsentKind.SUS, 20, (ConsentForm.WRITTEN,), 365),
    (ConsentKind.STORY, 14, (ConsentForm.WRITTEN,), 180),
    (ConsentKind.SMS, 70, (ConsentForm.SPOKEN,), None),
    (ConsentKind.PHONE, 60, (ConsentForm.SPOKEN,), None),
    (ConsentKind.MAIL, 25, (ConsentForm.SPOKEN, ConsentForm.DIGITAL), None),
    (ConsentKind.PHONE, 30, (ConsentForm.SPOKEN,), None),
)
SCOPES = {ConsentKind.EMPLOYER: "att ni berättar om mig när ni frågar om praktik", ConsentKind.STORY: "utan bild"}
TAKEN_BACK = 0.07
PAPERS: tuple[tuple[DocumentKind, str, tuple[str, ...]], ...] = (
    (DocumentKind.CERTIFICATE, "Intyg från praktiken", ("Intyg", "Har gjort praktik hos oss under åtta veckor.", "Kom i tid varje dag och lärde sig snabbt.")),
    (DocumentKind.GRADES, "Betyg svenska D", ("Utdrag ur betyg", "Svenska för invandrare, kurs D", "Godkänd")),
    (DocumentKind.CV, "Cv från förra året", ("Curriculum vitae", "Arbete, utbildning och språk", "Referenser lämnas gärna")),
    (DocumentKind.AGREEMENT, "Avtal om praktik", ("Avtal om praktikplats", "Tolv veckor, tjugo timmar i veckan", "Handledare på arbetsplatsen utses")),
    (DocumentKind.CERTIFICATE, "Hygienutbildning", ("Diplom", "Livsmedelshygien, grundkurs", "Fyra timmar")),
    (DocumentKind.CONSENT, "Samtycke på papper", ("Samtycke", "Jag säger ja till att ni kontaktar arbetsgivare.")),
    (DocumentKind.OTHER, "Körkort, kopia", ("Kopia", "Körkort, behörighet B")),
    (DocumentKind.HEALTH, "Läkarintyg om lyft", ("Intyg", "Ska inte lyfta tungt till och med våren.")),
)  # fmt: skip
HAS_PAPERS = 0.45
POINTS = 0.3  # so many have begun to go through what has to be in place


def consents(draw: random.Random, team: Team) -> None:
    """Of everybody enrolled now, with different things said yes to; a few have changed their mind."""
    going = Enrolment.objects.filter(team=team).exclude(state=EnrolmentState.ENDED).order_by("pk")
    running = HandlerAssignment.objects.filter(team=team, kind=HandlerKind.PRIMARY, ended_on=None)
    handlers = dict(running.values_list("enrolment_id", "user_id"))
    rows = list(going.values_list("pk", "participant_id", "started_on"))
    bulk.insert(Consent, [one for row in rows for one in _yes(draw, team, *row, handlers.get(row[0]))])


def _yes(
    draw: random.Random, team: Team, enrolment: int, participant: int, started: date, handler: int | None
) -> list[bulk.Row]:
    today = timezone.localdate()
    found = []
    for kind, share, forms, days in YES:
        if draw.random() * 100 >= share:
            continue
        given = min(today, max(started, today - timedelta(days=draw.randint(1, 320))))
        back = draw.random() < TAKEN_BACK
        moment = at(given + (today - given) / 2, 13)
        own = draw.random() < 0.5
        found.append(
            {
                "team_id": team.pk,
                "participant_id": participant,
                "enrolment_id": enrolment,
                "kind": kind.value,
                "scope": SCOPES.get(kind, ""),
                "text_version": latest(kind).version,
                "language": draw.choice(("sv", "sv", "ar", "en")),
                "form": draw.choice(forms).value,
                "given_on": given,
                "valid_to": given + timedelta(days=days) if days else None,
                "recorded_at": at(given, 11),
                "recorded_by_id": handler,
                "withdrawn_at": moment if back else None,
                "withdrawn_how": (ConsentEnd.OWN_PAGE if own else ConsentEnd.TOLD).value if back else "",
                "withdrawn_by_id": handler if back and not own else None,
            }
        )
    return found


def make(draw: random.Random, team: Team, leader: User) -> None:
    """Documents, points before work and follow-ups with answers, for a team that somebody will look at."""
    rows = RegisterRow.objects.filter(team=team).exclude(state=EnrolmentState.ENDED)
    going = list(rows.select_related("enrolment__participant", "handler").order_by("pk"))
    for row in going:
        if draw.random() < HAS_PAPERS:
            _papers(draw, row, row.handler or leader)
        if row.state == EnrolmentState.IN_WORK or draw.random() < POINTS:
            _points(draw, row, row.handler or leader)
    _follow_ups(draw, team, leader)


def _papers(draw: random.Random, row: RegisterRow, by: User) -> None:
    for kind, title, lines in draw.sample(PAPERS, k=draw.choice((1, 1, 2, 3))):
        data = pdf(lines, number=row.participant_id)
        made = Document.objects.create(
            team_id=row.team_id,
            participant_id=row.participant_id,
            kind=kind,
            title=title,
            format=FileKind.PDF,
            size=len(data),
            file=filestore.keep(folder(row.team_id), data, ending=FileKind.PDF),
            digest=hashlib.sha256(data).hexdigest(),
            added_by=by,
        )
        day = row.started_on + (timezone.localdate() - row.started_on) * draw.random()
        Document.objects.filter(pk=made.pk).update(added_at=at(day, draw.randint(8, 16)))


def _points(draw: random.Random, row: RegisterRow, by: User) -> None:
    today = timezone.localdate()
    for point in draw.sample(list(StartPoint), k=draw.randint(2, 6)):
        done = row.state == EnrolmentState.IN_WORK or draw.random() < 0.5
        state = StartState.DONE if done else draw.choice((StartState.NEEDED, StartState.ONGOING))
        day = max(row.started_on, today - timedelta(days=draw.randint(1, 60)))
        StartItem.objects.create(
            team_id=row.team_id,
            participant_id=row.participant_id,
            point=point,
            state=state,
            changed_on=day,
            changed_by=by,
        )


def _follow_ups(draw: random.Random, team: Team, leader: User) -> None:
    """Those whose day has passed are answered, but the latest of them."""
    due = FollowUp.objects.filter(team=team, due_on__lt=timezone.localdate()).order_by("due_on", "pk")
    found = list(due.select_related("enrolment__row__handler"))
    for follow_up in found[: max(1, len(found) - 1)]:  # the last one waits
        follow_up.still = StillThere.YES
        follow_up.support = draw.choice((SupportNeed.NONE, SupportNeed.SOME, SupportNeed.SOME, SupportNeed.MORE))
        follow_up.answered_on = min(timezone.localdate(), follow_up.due_on + timedelta(days=draw.randint(0, 3)))
        follow_up.answered_by = follow_up.enrolment.row.handler or leader
        follow_up.save(update_fields=["still", "support", "answered_on", "answered_by"])


def pdf(lines: tuple[str, ...], *, number: int) -> bytes:
    """A page of a few words, as small as a PDF can be; `number` makes it a file of its own."""
    size = 20
    text = []
    for line in (*lines, f"Nr {number}"):
        said = line.replace("\\", "").replace("(", "").replace(")", "")
        text.append(f"/F1 {size} Tf ({said}) Tj 0 -{size + 16} Td")
        size = 12
    page = f"BT 72 760 Td {' '.join(text)} ET".encode("cp1252")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    made, places = b"%PDF-1.4\n", []
    for n, each in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (n, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return made + end % (table, len(made))
