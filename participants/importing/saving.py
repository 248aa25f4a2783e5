"""Saves a plan: what `actions.enrol` and its neighbours do for one person, here for many with a fixed number of
statements per thousand. A test holds the two to the same rows."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import feed, search
from core.folding import sort_key
from core.models import SearchToken
from participants import cells, columns, finding, numbers, register
from participants.actions import note_own_records, plan_follow_ups
from participants.enums import (
    EndKind,
    EndReason,
    EnrolmentState,
    HandlerKind,
    InterventionEnd,
    OutcomeKind,
    ProtectionLevel,
    SharingBasis,
)
from participants.importing import facts, owncolumns
from participants.importing.comparing import number_text
from participants.importing.enums import Field, Sensitive
from participants.importing.planning import Plan
from participants.importing.rowplan import RowPlan
from participants.models import (
    Enrolment,
    FollowUp,
    HandlerAssignment,
    ImportBatch,
    ImportedRow,
    Intervention,
    Note,
    Outcome,
    Participant,
    Pause,
    Profile,
    ProfileLanguage,
    ProfileOccupation,
    ProtectedAccess,
    RestrictedRemark,
    Sharing,
    TeamColumn,
)

CHUNK = 500  # persons a time
_END_OF = {
    OutcomeKind.WORK: EndReason.WORK,
    OutcomeKind.OWN_BUSINESS: EndReason.WORK,
    OutcomeKind.STUDIES: EndReason.STUDIES,
}


@dataclass
class _Made:
    """Rows to insert, by table in the order they must be inserted."""

    participants: list[Participant] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    others: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    with_profile: list[Participant] = field(default_factory=list)

    def add(self, row: models.Model) -> None:
        self.others.setdefault(type(row), []).append(row)


# Columns of a sheet that are cells of the register: what cannot be read of them is kept under the cell's own key.
CELLS = {Field.NEXT_STEP_ON.value: "nar", Field.NEXT_STEP.value: "steg", Field.GOAL.value: "mot"}

# What hangs on participant and enrolment; Profile before what hangs on it.
TABLES: tuple[type[models.Model], ...] = (
    Profile,
    ProfileLanguage,
    ProfileOccupation,
    Sharing,
    HandlerAssignment,
    Intervention,
    Outcome,
    FollowUp,
    Pause,
    Note,
    RestrictedRemark,
    ProtectedAccess,
    ImportedRow,
)


def lock_team(team_id: int) -> None:
    """One import at a time in a team: the plan holds until it is saved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('participants.import'), %s)", [team_id])


@transaction.atomic(savepoint=False)
def save(plan: Plan, batch: ImportBatch) -> None:
    """Makes the created rows' persons. In the team's own scope, in the plan's transaction."""
    created = plan.created
    for start in range(0, len(created), CHUNK):
        save_some(plan, batch, created[start : start + CHUNK])


@transaction.atomic(savepoint=False)
def save_some(plan: Plan, batch: ImportBatch, rows: Sequence[RowPlan]) -> None:
    """Makes the persons of these created rows; `batch` is left for the caller to save. Raises owncolumns.NoRoom."""
    ids = _Saver(plan, batch, owncolumns.keys(batch, plan.own_titles)).save(rows)
    note_own_records(
        team_id=batch.team_id, participant_ids=ids, by=User.objects.filter(pk=plan.order.by_id or 0).first()
    )
    batch.transactions = sorted({*batch.transactions, *written_by(ids)})
    batch.digests = bytes(batch.digests or b"") + b"".join(row.digest for row in rows)


class _Saver:
    def __init__(self, plan: Plan, batch: ImportBatch, keys: dict[str, str]) -> None:
        self.plan, self.batch, self.keys = plan, batch, keys
        self.order = plan.order
        self.team_id = plan.order.team.pk
        self.by_id = plan.order.by_id
        self.today = plan.order.today
        self.now = timezone.now()
        self.aliases: set[str] = set()
        self.own = {column.key: column for column in TeamColumn.objects.filter(team_id=self.team_id)}
        self.around = cells.Around(today=self.today, me=self.by_id or 0)

    def save(self, rows: Sequence[RowPlan]) -> list[int]:
        """Gives the participants' ids."""
        made = _Made()
        for row in rows:
            before = sum(map(len, made.others.values()))
            participant = self._participant(row)
            enrolment = self._enrolment(row, participant)
            made.participants.append(participant)
            made.enrolments.append(enrolment)
            self._profile(row, participant, made)
            self._around(row, participant, enrolment, made)
            pieces = sum(map(len, made.others.values())) - before + 1
            made.add(
                ImportedRow(
                    **self._bound(participant),
                    batch=self.batch,
                    row_number=row.number,
                    digest=row.digest,
                    pieces=pieces,
                )
            )
        self._insert(made)
        return [participant.pk for participant in made.participants]

    def _insert(self, made: _Made) -> None:
        Participant.objects.bulk_create(made.participants)
        Enrolment.objects.bulk_create(made.enrolments)
        for table in TABLES:
            if table in made.others:
                table._default_manager.bulk_create(made.others[table])
        SearchToken.objects.bulk_create(
            SearchToken(
                team_id=self.team_id,
                token=token,
                subject_type="participant",
                subject_id=participant.pk,
                participant_id=participant.pk,
            )
            for participant in made.participants
            for token in search.words_of(finding.words(participant))
        )
        plan_follow_ups(enrolment_ids=[enrolment.pk for enrolment in made.enrolments])
        register.update([enrolment.pk for enrolment in made.enrolments])
        for kind, people in (("enrolled", made.participants), ("profile", made.with_profile)):
            feed.record(team_id=self.team_id, subject_type="participant", subject_ids=[p.pk for p in people], kind=kind)

    def _bound(self, participant: Participant) -> dict[str, Any]:
        return {"team_id": self.team_id, "participant": participant}

    def _participant(self, row: RowPlan) -> Participant:
        made = Participant(
            team_id=self.team_id,
            first_name=row.first_name,
            last_name=row.last_name,
            sort_name=sort_key(f"{row.last_name} {row.first_name}")[:170],
            birth_year=row.birth_year,
            **row.person,
        )
        if row.person_number is not None:
            numbers.seal(made, row.person_number)
        elif row.other_number:
            numbers.seal_other(made, row.other_number, facts.other_index(row.other_number, made.sort_name))
        if row.number_is_held:
            made.number_index = numbers.own_index(number_text(row), made.public_id)
        if row.is_protected:
            made.protection_level, made.alias = ProtectionLevel.MARKED, self._alias()
            made.sort_name = sort_key(made.alias)  # last: the number's index is by name
        if self.order.basis == SharingBasis.NONE:
            made.limited_to_organisation_id = row.organisation_id or self.order.organisation.pk
        return made

    def _alias(self) -> str:
        """Says nothing of who or where in the file; unlike the others of this batch."""
        while True:
            alias = f"Person {secrets.randbelow(9000) + 1000}"
            if alias not in self.aliases:
                self.aliases.add(alias)
                return alias

    def _own(self, row: RowPlan) -> tuple[dict[str, str], dict[str, str]]:
        """What goes in the team's own columns, read as their kinds; and what could not be, by the columns' keys."""
        values, unread = {}, {}
        for title, text in row.own.items():
            column = self.own[self.keys[title]]
            value, understood = cells.own_value(column, text, self.around)
            if value:
                values[column.key] = value
            if not understood:
                unread[columns.own_key(column.key)] = text
        return values, unread

    def _enrolment(self, row: RowPlan, participant: Participant) -> Enrolment:
        started_on = row.started_on or self.today
        own_values, unread = self._own(row)
        made = Enrolment(
            **self._bound(participant),
            responsible_organisation_id=row.organisation_id or self.order.organisation.pk,
            started_on=started_on,
            created_by_id=self.by_id,
            own_values=own_values,
            unread={CELLS.get(name, name): text for name, text in row.unread.items()} | unread,
            **row.enrolment,
        )
        end, kind = row.status.end, row.status.end_kind
        if end is None and row.ended_on is not None:
            outcome = row.status.outcome
            end, kind = (_END_OF.get(outcome, EndReason.OTHER) if outcome else EndReason.OTHER), EndKind.ENDED
        if end is not None:
            made.state, made.end_reason, made.end_kind = EnrolmentState.ENDED, end, kind
            made.ended_on = max(row.status.on or row.ended_on or self.today, started_on)
            made.is_mistake = end == EndReason.MISTAKE
            made.next_step, made.next_step_who, made.next_step_on, made.waiting_for = "", "", None, ""
        elif row.status.outcome is not None:
            made.state = EnrolmentState.IN_WORK
        elif row.status.pause is not None:
            made.state = EnrolmentState.PAUSED
        return made

    def _profile(self, row: RowPlan, participant: Participant, made: _Made) -> None:
        profile = Profile(
            **self._bound(participant),
            wishes="\n".join(row.wishes)[:2000],
            licences=row.licences,
            updated_by_id=self.by_id,
        )
        made.add(profile)
        for language_id, level in row.languages.items():
            made.add(ProfileLanguage(**self._bound(participant), profile=profile, language_id=language_id, level=level))
        for is_wish, chosen in ((True, row.wished), (False, row.done)):
            for position, occupation_id in enumerate(chosen):
                made.add(
                    ProfileOccupation(
                        **self._bound(participant),
                        profile=profile,
                        occupation_id=occupation_id,
                        is_wish=is_wish,
                        position=position,
                    )
                )
        if row.languages or row.wished or row.done or row.licences or row.wishes:
            made.with_profile.append(participant)

    def _around(self, row: RowPlan, participant: Participant, enrolment: Enrolment, made: _Made) -> None:
        about = {**self._bound(participant), "enrolment": enrolment}
        if self.order.basis != SharingBasis.NONE:
            made.add(Sharing(**about, basis=self.order.basis, recorded_by_id=self.by_id, how=_("kalkylbladet")))
        for at, user_id in enumerate(row.handlers):
            made.add(
                HandlerAssignment(
                    **about,
                    user_id=user_id,
                    kind=HandlerKind.CO if at else HandlerKind.PRIMARY,
                    started_on=enrolment.started_on,
                    ended_on=enrolment.ended_on,
                    created_by_id=self.by_id,
                )
            )
        for intervention in self._interventions(row, enrolment, about):
            made.add(intervention)
        self._turns(row, enrolment, about, made)
        if row.notes:
            made.add(Note(**about, text="\n".join(row.notes)[:20_000], written_by_id=self.by_id, happened_at=self.now))
        for kind, text, column in row.asides:
            source = _("%(column)s, rad %(number)d i kalkylbladet") % {"column": column[:100], "number": row.number}
            made.add(RestrictedRemark(**about, kind=Sensitive(kind).value, text=text, source=source))
        if row.is_protected:
            self._named(row, participant, made)

    def _interventions(self, row: RowPlan, enrolment: Enrolment, about: dict[str, Any]) -> Iterable[Intervention]:
        for planned in row.planned:
            first = planned.first or enrolment.started_on
            if planned.last is not None:
                first = min(first, planned.last)
            made = Intervention(
                **about,
                title=planned.title,
                focus=planned.focus,
                provider=planned.provider,
                starts_on=first,
                planned_end_on=planned.last,
                created_by_id=self.by_id,
            )
            if enrolment.ended_on is not None:
                _end_with_enrolment(made, enrolment.ended_on)
            yield made

    def _turns(self, row: RowPlan, enrolment: Enrolment, about: dict[str, Any], made: _Made) -> None:
        """A pause that goes on, a job or studies that began."""
        status = row.status
        if status.outcome is not None:
            starts_on = (None if status.end else status.on) or enrolment.ended_on or self.today
            made.add(Outcome(**about, kind=status.outcome, starts_on=starts_on, created_by_id=self.by_id))
        if enrolment.state == EnrolmentState.PAUSED and status.pause is not None:
            starts_on = max(status.on or self.today, enrolment.started_on)
            made.add(
                Pause(
                    **about,
                    reason=status.pause,
                    starts_on=starts_on,
                    next_contact_on=status.until,
                    created_by_id=self.by_id,
                )
            )

    def _named(self, row: RowPlan, participant: Participant, made: _Made) -> None:
        """The importer, the handlers of the row, and a manager: the leader, or who has been here longest."""
        keepers = self.plan.keepers
        leader = next((k.user_id for k in keepers if k.is_leader), None)
        manager = leader or self.by_id or keepers[0].user_id
        for user_id in {manager, *row.handlers, *([self.by_id] if self.by_id else [])}:
            made.add(
                ProtectedAccess(
                    **self._bound(participant),
                    user_id=user_id,
                    is_manager=user_id == manager,
                    given_by_id=self.by_id or manager,
                )
            )


def _end_with_enrolment(intervention: Intervention, day: date) -> None:
    """As actions.end_enrolment does."""
    if intervention.starts_on > day:
        intervention.end_reason = InterventionEnd.CANCELLED
    elif intervention.planned_end_on is not None and intervention.planned_end_on <= day:
        intervention.ended_on, intervention.end_reason = intervention.planned_end_on, InterventionEnd.COMPLETED
    else:
        intervention.ended_on, intervention.end_reason = day, InterventionEnd.COMPLETED


def written_by(ids: Sequence[int]) -> set[int]:
    """The transactions (xmin) that wrote what hangs on the persons made in this one: any other has written since."""
    found: set[int] = set()
    tables: tuple[type[models.Model], ...] = (Participant, Enrolment, *TABLES)
    for table in tables:
        column = "id" if table is Participant else "participant_id"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT DISTINCT xmin::text::bigint FROM {table._meta.db_table} WHERE {column} = ANY(%s)",  # noqa: S608
                [list(ids)],
            )
            found |= {row[0] for row in cursor.fetchall()}
    return found
