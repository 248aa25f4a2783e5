"""The same for many at once: first what would happen, then in pieces of CHUNK people, and taken back for seven days."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from core import runs
from participants.actions.access import known_to
from participants.actions.deeds import DEEDS, Sorted, Values
from participants.enums import Deed
from participants.models import BulkBatch, BulkEdit, Enrolment

CHUNK = 200  # people in one transaction of a run
AT_ONCE = 300  # more than these are done by a run
KEPT = timedelta(days=7)  # so long a batch can be taken back
RUN_KIND = "participants.bulk"


def foresee(*, team_id: int, deed: Deed, enrolment_ids: Iterable[int], values: Values, by: User) -> Counter[str]:
    """What would happen to how many, and how many are left out and why ("left.ended"), as things stand now."""
    ids, told = sorted(set(enrolment_ids)), Counter[str]()
    for start in range(0, len(ids), CHUNK):
        told += _counted(_sorted(team_id, deed, ids[start : start + CHUNK], values, by, lock=False))
    return told


def _counted(found: Sorted) -> Counter[str]:
    does = {part: len(enrolments) for part, enrolments in found.does.items()}
    return Counter({**does, **{f"left.{why}": n for why, n in found.left.items()}})


def _sorted(team_id: int, deed: Deed, ids: Sequence[int], values: Values, by: User, *, lock: bool) -> Sorted:
    """Whom `by` must not know of is nowhere in the answer. Rows are locked in one order, as every action does."""
    rows = Enrolment.objects.filter(team_id=team_id, pk__in=ids).order_by("pk")
    rows = rows.select_related("team", "participant")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = list(rows)
    seen = known_to(by, team_id, {enrolment.participant_id for enrolment in found})
    found = [enrolment for enrolment in found if enrolment.participant_id in seen]
    able = [enrolment for enrolment in found if enrolment.is_open]
    result = DEEDS[deed].sort(able, values)
    if len(able) < len(found):
        result.left["ended"] += len(found) - len(able)
    return result


@transaction.atomic
def do_for_many(
    *, team: Team, deed: Deed, enrolment_ids: Iterable[int], values: Values, by: User, asked: str = ""
) -> BulkBatch:
    """Does it at once, or asks a run to when they are more than AT_ONCE (then `waiting` holds who is left). `asked` names
    the press: the same one twice, also at the same moment, is done once and gives the same batch."""
    ids = sorted(set(enrolment_ids))
    given = {"deed": deed, "values": values, "waiting": ids, "done_at": None if ids else timezone.now()}
    if asked:
        batch, is_new = BulkBatch.objects.get_or_create(team=team, by=by, asked=asked, undone_at=None, defaults=given)
        if not is_new:
            return batch
    else:
        batch = BulkBatch.objects.create(team=team, by=by, **given)
    if len(ids) > AT_ONCE:
        title = _("%(deed)s för många") % {"deed": Deed(deed).label}
        runs.start(kind=RUN_KIND, title=title, by_id=by.pk, team_id=team.pk, params={"batch": batch.pk})
        return batch
    while batch.waiting:
        carry_chunk(batch=batch)
    return batch


@transaction.atomic
def carry_chunk(*, batch: BulkBatch) -> None:
    """The next CHUNK people of a batch, and what became of them. Nothing when nobody waits."""
    batch.refresh_from_db(from_queryset=BulkBatch.objects.select_for_update(of=("self",)).select_related("team", "by"))
    ids, rest = batch.waiting[:CHUNK], batch.waiting[CHUNK:]
    deed = Deed(batch.deed)
    found = _sorted(batch.team_id, deed, ids, batch.values, batch.by, lock=True)
    if found.does:
        BulkEdit.objects.bulk_create(DEEDS[deed].carry(found, batch.values, batch))
    batch.counts = dict(Counter(batch.counts) + _counted(found))
    batch.waiting, batch.done_at = rest, None if rest else timezone.now()
    batch.save(update_fields=["counts", "waiting", "done_at"])


def batches_of(*, team_id: int, by: User) -> list[BulkBatch]:
    """What this user did to many and can still take back, the latest first."""
    mine = BulkBatch.objects.filter(team_id=team_id, by=by, undone_at=None, done_at__gte=timezone.now() - KEPT)
    return [batch for batch in mine.order_by("-at") if done(batch)]


def done(batch: BulkBatch) -> int:
    """How many something happened to."""
    return sum(n for part, n in batch.counts.items() if not part.startswith("left."))


@transaction.atomic
def take_back_many(*, batch: BulkBatch, by: User) -> tuple[int, int]:
    """Takes back what a batch did: (taken back, left as they are because a colleague has gone on since)."""
    locked = BulkBatch.objects.select_for_update(of=("self",)).select_related("team", "by").get(pk=batch.pk)
    if locked.undone_at is not None:
        return 0, 0
    edits, work = list(locked.edits.filter(undone_at=None).order_by("enrolment_id")), DEEDS[Deed(locked.deed)]
    taken = stayed = 0
    for start in range(0, len(edits), CHUNK):
        some = edits[start : start + CHUNK]
        rows = Enrolment.objects.filter(pk__in=[edit.enrolment_id for edit in some]).order_by("pk")
        list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))
        for edit in some:
            edit.batch = locked
        stays = work.back(some, by)
        taken, stayed = taken + len(some) - len(stays), stayed + len(stays)
        BulkEdit.objects.filter(pk__in=[e.pk for e in some if e.pk not in stays]).update(undone_at=timezone.now())
    locked.undone_at = timezone.now()
    locked.save(update_fields=["undone_at"])
    return taken, stayed


def clear_old() -> None:
    """What can no longer be taken back is dropped. In a team's own scope."""
    BulkBatch.objects.filter(at__lt=timezone.now() - KEPT * 2).delete()
