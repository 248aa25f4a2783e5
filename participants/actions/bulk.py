"""The same for many at once: first what would happen, then in pieces of CHUNK people, and taken back for seven days."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Team, User
from core import runs
from core.models import Run
from participants.actions.access import known_to
from participants.actions.deeds import DEEDS
from participants.actions.for_many import Sorted, Values
from participants.enums import Deed
from participants.models import BulkBatch, BulkEdit, Enrolment

CHUNK = 200  # people in one transaction of a run
AT_ONCE = 300  # more than these are done by a run
KEPT = timedelta(days=7)  # so long a batch can be taken back
RUN_KIND = "participants.bulk"
BACK_KIND = "participants.bulk_back"


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
    """The next CHUNK people of a batch, and what became of them. Nothing when nobody waits for it: who waits in a batch
    that is done waits for it to be taken back."""
    _lock(batch)
    if batch.done_at is not None:
        return
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
def ask_back(*, batch: BulkBatch, by: User, back_url: str = "") -> Run | None:
    """Has what a batch did taken back by a run, when they are more than AT_ONCE; None when they are fewer, or nobody.
    Asked again meanwhile it is the same run, and one that broke off is followed by another that goes on."""
    _lock(batch)
    if not _wait_for_back(batch, AT_ONCE):
        return None
    going = Run.objects.filter(kind=BACK_KIND, team_id=batch.team_id, params__batch=batch.pk)
    title = _("Ångrar: %(deed)s för många") % {"deed": Deed(batch.deed).label}
    return going.exclude(state__in=(Run.RunState.DONE, Run.RunState.FAILED)).first() or runs.start(
        kind=BACK_KIND,
        title=title,
        by_id=by.pk,
        team_id=batch.team_id,
        params={"batch": batch.pk},
        back_url=back_url,
    )


@transaction.atomic
def take_back_many(*, batch: BulkBatch, by: User) -> tuple[int, int]:
    """Takes back what a batch did: (taken back, left as they are because a colleague has gone on since). Nobody when it
    has been taken back already."""
    _lock(batch)
    if not _wait_for_back(batch, 0):
        return 0, 0
    while batch.undone_at is None:
        carry_back(batch=batch, by=by)
    return taken_and_left(batch)


def _wait_for_back(batch: BulkBatch, most: int) -> bool:
    """Whether somebody waits for it to be taken back; those a locked batch did something to do, if more than `most`."""
    if batch.undone_at is not None or batch.done_at is None:
        return False
    if not batch.waiting:
        ids = list(batch.edits.filter(undone_at=None).order_by("enrolment_id").values_list("enrolment_id", flat=True))
        if len(ids) <= most:
            return False
        batch.waiting = ids
        batch.save(update_fields=["waiting"])
    return True


@transaction.atomic
def carry_back(*, batch: BulkBatch, by: User) -> None:
    """The next CHUNK people of those who wait for a batch to be taken back. Nothing when it has been."""
    _lock(batch)
    if batch.undone_at is not None or batch.done_at is None:
        return
    ids, rest = batch.waiting[:CHUNK], batch.waiting[CHUNK:]
    rows = Enrolment.objects.filter(pk__in=ids).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))
    edits = list(batch.edits.filter(enrolment_id__in=ids, undone_at=None).order_by("enrolment_id"))
    for edit in edits:
        edit.batch = batch
    stays = DEEDS[Deed(batch.deed)].back(edits, by)
    now = timezone.now()
    BulkEdit.objects.filter(pk__in=[edit.pk for edit in edits if edit.pk not in stays]).update(undone_at=now)
    batch.waiting, batch.undone_at = rest, None if rest else now
    batch.save(update_fields=["waiting", "undone_at"])


def taken_and_left(batch: BulkBatch) -> tuple[int, int]:
    """Of a batch that was taken back: with how many, and with how many not."""
    taken = batch.edits.exclude(undone_at=None).count()
    return taken, batch.edits.count() - taken


def told_back(taken: int, left: int) -> tuple[str, str]:
    """The same in words: what was taken back, and what stays ("" for nobody)."""
    back = ngettext("Ångrat för %(n)d person.", "Ångrat för %(n)d personer.", taken) % {"n": taken}
    stays = ngettext(
        "Hos en person har någon gått vidare sedan dess. Där står det kvar.",
        "Hos %(n)d personer har någon gått vidare sedan dess. Där står det kvar.",
        left,
    ) % {"n": left}
    return back if taken else "", stays if left else ""


def _lock(batch: BulkBatch) -> None:
    """As it stands now, and nobody else's until the transaction ends."""
    batch.refresh_from_db(from_queryset=BulkBatch.objects.select_for_update(of=("self",)).select_related("team", "by"))


def clear_old() -> None:
    """What can no longer be taken back is dropped. In a team's own scope."""
    BulkBatch.objects.filter(at__lt=timezone.now() - KEPT * 2).delete()
