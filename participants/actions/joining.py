"""Two rows of one person become one, and two again: the deed around `core.persondata.merge_people`, who hears of it, and
the way back within seven days while nobody has written in what was moved."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.access import take_back_all
from accounts.models import User
from core import crypto, feed, persondata, registry
from core.db import rows
from core.db.rows import Changed, Row, Standing
from core.scope import Kind, Scope, enter
from participants import finding, register
from participants.actions.errors import ActionError
from participants.actions.handlers import tell
from participants.actions.hushing import forget_notices
from participants.models import Enrolment, HandlerAssignment, Participant, PersonMerge

KEPT = timedelta(days=7)  # so long two that became one can be two again
DERIVED = ("participants.RegisterRow",)  # computed anew from the others
OF_ITSELF = PersonMerge._meta.db_table  # earlier ones lose what they hold when their time is over: that is no change


@transaction.atomic
def merge_participants(*, keep: Participant, drop: Participant, by: User) -> PersonMerge:
    """`drop` becomes `keep`: everything anybody holds of either is one person's. Handlers of both hear of it. Raises
    ActionError when one of them has become somebody else's row meanwhile, or for one and the same."""
    if keep.pk == drop.pk or keep.team_id != drop.team_id:
        raise ActionError(_("Välj två olika personer i teamet."))
    with enter(Scope(Kind.RUN, user_id=by.pk, team_id=keep.team_id)):
        keep, drop = _held(keep, drop)
        take_back_all(drop.pk)  # what was given to the row that goes opens nothing from now
        handlers = _handlers_of([keep.pk, drop.pk])
        before = _standing([keep.pk, drop.pk])
        gone = drop.pk
        persondata.merge_people(keep=keep, drop=drop)
        changed = rows.between(before, _standing([keep.pk, gone]))
        merge = PersonMerge(team_id=keep.team_id, participant=keep, former_id=gone, by=by)
        merge.sealed = crypto.encrypt(changed.dump(), bound_to=merge.public_id)
        merge.save()
        forget_notices([keep.pk], team_id=keep.team_id)  # the stricter wall stands
        _tell(keep, handlers, by, _lazy("Två rader för en person du ansvarar för har blivit en"))
    return merge


@transaction.atomic
def undo_merge(*, merge: PersonMerge, by: User) -> Participant:
    """Two again, each as it stood; returns the one who comes back. What was written since on the one who stayed, and on
    nothing that was moved, stays there. Ways in that the person had been given stay closed: whose they were is what was in
    doubt, so each gets a new one, and their pages say so. Raises ActionError when the
    time is over, when it is done already, or when somebody has written in what was moved, and names that."""
    with enter(Scope(Kind.RUN, user_id=by.pk, team_id=merge.team_id)):
        Participant.objects.select_for_update(of=("self",)).get(pk=merge.participant_id)
        held = PersonMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
        if held.undone_at is not None:
            raise ActionError(_("Det är redan ångrat."))
        if held.sealed is None or held.at < oldest():
            raise ActionError(_("Det har gått mer än sju dagar. Då går det inte längre att ångra."))
        changed = Changed.load(crypto.decrypt(bytes(held.sealed), bound_to=held.public_id))
        _refuse_when_written(held, changed)
        _put_back(changed)
        take_back_all(held.participant_id)  # and nor does what was given while they were one
        held.undone_at, held.undone_by, held.sealed = timezone.now(), by, None
        held.save(update_fields=["undone_at", "undone_by", "sealed"])
        return _two_again(held, by)


def oldest() -> datetime:
    """What was done before this stays done."""
    return timezone.now() - KEPT


def forget_merges(*, team_id: int) -> int:
    """What can no longer be undone keeps no copy of what was said. In the team's own scope."""
    return PersonMerge.objects.filter(team_id=team_id, at__lt=oldest(), sealed__isnull=False).update(sealed=None)


def _held(keep: Participant, drop: Participant) -> tuple[Participant, Participant]:
    """Both as they stand, locked in one order: whoever merges or writes about either waits."""
    locked = Participant.objects.select_for_update(of=("self",)).filter(pk__in=[keep.pk, drop.pk]).order_by("pk")
    found = {person.pk: person for person in locked}
    if len(found) < 2:
        raise ActionError(_("Någon hann före: de två är redan en person."))
    return found[keep.pk], found[drop.pk]


def _tables() -> dict[str, str]:
    return rows.tables_about(Participant, without=DERIVED)


def _standing(ids: Iterable[int]) -> Standing:
    return rows.standing(_tables(), ids)


def _refuse_when_written(merge: PersonMerge, changed: Changed) -> None:
    """Raises ActionError with what was changed since. A row that was moved may not have been touched at all, one that
    only got something added may say other new things, and nothing new may hang on what goes back."""
    if PersonMerge.objects.filter(participant=merge.participant_id, undone_at=None, pk__gt=merge.pk).exists():
        raise ActionError(_("Personen har slagits ihop med ytterligare en rad efteråt. Ångra det först."))
    now = _standing([merge.participant_id])
    written: Counter[str] = Counter()
    for table, moved in changed.moved.items():
        if table != OF_ITSELF:
            column = _tables()[table]
            written[table] += sum(_differs(now[table].get(pk), was, left, column) for pk, (was, left) in moved.items())
    for table, made in changed.added.items():
        written[table] += sum(now[table].get(pk) != row for pk, row in made.items())
    for table, hanging in _hanging(changed, now).items():
        written[table] += hanging
    if told := {table: n for table, n in written.items() if n}:
        raise ActionError(
            _("Det går inte att ångra: någon har skrivit vidare efteråt. Ändrat sedan dess: %(what)s.")
            % {"what": ", ".join(f"{_word(table)} ({n})" for table, n in told.items())}
        )


def _differs(now: Row | None, was: Row, left: Row, column: str) -> bool:
    if now is None:
        return True
    names = left if column in was else was  # moved to the other person, or changed where it stands
    return any(now.get(name) != left[name] for name in names)


def _hanging(changed: Changed, now: Standing) -> Counter[str]:
    """Rows that stay with the one who stays and point at something that goes back."""
    tables = _tables()
    goes = {
        table: {int(pk) for pk, (was, _left) in moved.items() if tables[table] in was}
        for table, moved in changed.moved.items()
    }
    found: Counter[str] = Counter()
    for model in apps.get_models():
        table = model._meta.db_table
        if table not in now or hasattr(model, "pgh_tracked_model"):
            continue
        for field in model._meta.concrete_fields:
            other = field.related_model
            ids = goes.get(other._meta.db_table) if isinstance(other, type) else None
            if ids:
                column = str(field.column)
                stays = (row for pk, row in now[table].items() if int(pk) not in goes.get(table, set()))
                found[table] += sum(row[column] in ids for row in stays)
    return found


def _put_back(changed: Changed) -> None:
    try:
        with transaction.atomic():
            rows.put_back(changed)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as fault:
        raise ActionError(
            _("Det går inte att ångra: det som stod på den andra raden finns nu på en tredje person.")
        ) from fault


def _two_again(merge: PersonMerge, by: User) -> Participant:
    both = list(Participant.objects.filter(pk__in=[merge.participant_id, merge.former_id]).order_by("pk"))
    for person in both:
        finding.index(person)
    ids = [person.pk for person in both]
    register.update(Enrolment.objects.filter(participant_id__in=ids).values_list("pk", flat=True))
    feed.record(team_id=merge.team_id, subject_type="participant", subject_ids=ids, kind="changed")
    for person in both:
        _tell(person, _handlers_of([person.pk]), by, _lazy("En sammanslagning av två rader är ångrad"))
    return next(person for person in both if person.pk == merge.former_id)


def _handlers_of(ids: list[int]) -> list[User]:
    today = timezone.localdate()
    running = HandlerAssignment.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=today), participant_id__in=ids, started_on__lte=today
    )
    return list({one.user_id: one.user for one in running.select_related("user")}.values())


def _tell(person: Participant, users: list[User], by: User, title: object) -> None:
    latest = Enrolment.objects.filter(participant=person).select_related("team", "participant")
    enrolment = latest.order_by("-started_on", "-pk").first()
    for user in users:
        if enrolment is not None and user.pk != by.pk:
            tell(user, enrolment, "merged", title)


def _word(table: str) -> str:
    """What the rows of a table are called on screen."""
    labels = {model._meta.db_table: model._meta.label for model in apps.get_models()}
    return str(registry.row_words.get(labels[table]) or _("annat"))
