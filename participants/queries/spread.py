"""What is needed to give several people another handler: who they are, who could take over, whom the rule proposes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Membership
from accounts.permissions import Permission, allows
from core import swedish_dates
from core.folding import sort_key
from core.scope import Scope
from participants.enums import EnrolmentState, HandlerKind
from participants.models import HandlerAssignment, Handover, Participant, ProfileLanguage, RegisterRow
from participants.queries import absences
from participants.queries.selected import visible
from participants.queries.selection import NO_HANDLER
from participants.sight import knowing
from participants.spreading import Case, Colleague, Proposal, spread
from taxonomy.enums import LanguageLevel
from taxonomy.models import Language, Municipality

MOST = 200  # people on one page
SWEDISH = "SV"  # everybody speaks it: it decides nothing
OPEN = ~Q(state=EnrolmentState.ENDED)


@dataclass(frozen=True)
class Person:
    """Somebody who is to get a handler; `handler_id` is who has them today."""

    enrolment_id: int
    public_id: str  # of the enrolment
    participant_public_id: str
    name: str
    handler_id: int | None
    participant_id: int


@dataclass(frozen=True)
class Plan:
    """`proposals` by enrolment; `names` of everybody who may be asked, in Swedish order; `load` what each has today and
    is asked about; `knows` who may be asked about whom, by enrolment. `waiting` are left out: a question about them waits
    already, and `more` did not fit. `labels` of languages and municipalities; `speaks` what each does, in words; `gone` those away
    now or soon, and when they are back."""

    people: Sequence[Person]
    proposals: Mapping[int, Proposal]
    names: Mapping[int, str]
    load: Mapping[int, int]
    knows: Mapping[int, Collection[int]]
    labels: Mapping[str, str]
    speaks: Mapping[int, str]
    gone: Mapping[int, date]
    waiting: int = 0
    more: int = 0

    @property
    def choices(self) -> dict[int, str]:
        """The names as they are chosen from: who is away now or soon says so."""
        said = dict(self.names)
        for user_id in self.gone.keys() & said.keys():
            back = swedish_dates.short(self.gone[user_id], today=timezone.localdate(), language=get_language() or "sv")
            said[user_id] = _("%(name)s, borta till %(day)s") % {"name": said[user_id], "day": back}
        return said


def plan(
    scope: Scope,
    *,
    handler: int | None = None,
    enrolment_ids: Sequence[int] | None = None,
    away: frozenset[int] | None = None,
) -> Plan:
    """For a colleague's people (None: those without handler), or for chosen ones. The same statements however many there
    are. Only those the viewer may know of, and only open enrolments. A leader who has nobody today is proposed to nobody,
    and nor is a colleague who is away now or within two weeks, though they may be chosen.

    With `away` it is about stand-ins: those away in the same days are asked about nobody, and a question to take over
    that waits leaves nobody out.
    """
    rows = visible(scope).filter(OPEN)
    rows = rows.filter(handler_id=handler) if enrolment_ids is None else rows.filter(enrolment_id__in=enrolment_ids)
    named = ("enrolment_id", "enrolment_public_id", "participant_public_id", "list_name", "handler_id")
    found = list(rows.order_by("sort_name", "pk").values_list("participant_id", "municipality_code", *named))
    asked = set() if away is not None else _asked_about(scope, [row[2] for row in found])
    able = [row for row in found if row[2] not in asked][:MOST]
    members = _members(scope)
    gone = absences.gone(scope, timezone.localdate()) if away is None else {}
    load = _load(scope, members)
    knowers = knowing(scope.team, [row[0] for row in able])
    languages = _languages(scope, [row[0] for row in able])
    helpers = _helpers(scope, [row[2] for row in able])
    cases = [
        Case(
            key=enrolment_id,
            languages=languages.get(participant, frozenset()),
            places=frozenset({code} if code else ()),
            helpers=tuple(helpers.get(enrolment_id, ())),
            barred=frozenset(members) - knowers[participant] | {handler_id or 0} | (away or frozenset()),
        )
        for participant, code, enrolment_id, _public, _person, _name, handler_id in able
    ]
    colleagues = [
        Colleague(user_id, load[user_id], frozenset(member.languages), frozenset(member.places))
        for user_id, member in members.items()
        if user_id not in gone
        and (member.role == Role.HANDLER or load[user_id] or any(user_id in helping for helping in helpers.values()))
    ]
    labels = _labels(members.values())
    return Plan(
        people=[Person(key, public, person, name, held, pk) for pk, _code, key, public, person, name, held in able],
        proposals=spread(cases, colleagues),
        names={user_id: member.user.name for user_id, member in members.items()},
        load=load,
        knows={case.key: set(members) - case.barred for case in cases},
        labels=labels,
        speaks={
            user_id: ", ".join(sorted(labels[key] for key in (*member.languages, *member.places) if key in labels))
            for user_id, member in members.items()
        },
        gone=gone,
        waiting=len(asked),
        more=max(0, len(found) - len(asked) - MOST),
    )


def holders(scope: Scope) -> list[tuple[str, str, int]]:
    """Who handles anybody, for choosing whose people to hand on: (id or NO_HANDLER, name, how many), by name; those
    without handler last. Two statements."""
    rows = visible(scope).filter(OPEN).order_by().values_list("handler_id").annotate(n=Count("pk"))
    count = dict(rows)
    names = {user_id: member.user.name for user_id, member in _members(scope).items() if count.get(user_id)}
    found = [(str(user_id), name, count[user_id]) for user_id, name in names.items()]
    return [*found, (NO_HANDLER, _("Saknar handledare"), count[None])] if None in count else found


def _waiting(scope: Scope) -> QuerySet[Handover]:
    return Handover.objects.visible_to(scope).filter(accepted_at=None, declined_at=None)


def _asked_about(scope: Scope, enrolment_ids: Sequence[int]) -> set[int]:
    return set(_waiting(scope).filter(enrolment_id__in=enrolment_ids).values_list("enrolment_id", flat=True))


def _members(scope: Scope) -> dict[int, Membership]:
    """Colleagues who work with people, in Swedish order."""
    running = Membership.objects.running().filter(team_id=scope.team).select_related("user")
    able = [member for member in running if allows(member.role, Permission.WORK_WITH_PEOPLE)]
    return {member.user_id: member for member in sorted(able, key=lambda one: (sort_key(one.user.name), one.user_id))}


def _load(scope: Scope, users: Collection[int]) -> dict[int, int]:
    """People each handles today and is asked about, of those the viewer may know of."""
    load = dict.fromkeys(users, 0)
    has = RegisterRow.objects.visible_to(scope).filter(OPEN, handler_id__in=users).order_by()
    asked = _waiting(scope).filter(to_user_id__in=users).order_by()
    for counted in (
        has.values_list("handler_id").annotate(n=Count("pk")),
        asked.values_list("to_user_id").annotate(n=Count("pk")),
    ):
        for user_id, n in counted:
            load[user_id] += n
    return load


def _languages(scope: Scope, participant_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """By participant: the language they would rather speak, else their mother tongues; Swedish is everybody's."""
    people = Participant.objects.visible_to(scope).filter(pk__in=participant_ids, preferred_language__isnull=False)
    found = {
        pk: (set() if iso == SWEDISH else {key})
        for pk, key, iso in people.values_list("pk", "preferred_language__concept_id", "preferred_language__iso1")
    }
    spoken = ProfileLanguage.objects.visible_to(scope).filter(
        participant_id__in=participant_ids, level=LanguageLevel.C2
    )
    mother: dict[int, set[str]] = {}
    for pk, key, iso in spoken.values_list("participant_id", "language__concept_id", "language__iso1"):
        if iso != SWEDISH:
            mother.setdefault(pk, set()).add(key)
    return {pk: frozenset(keys) for pk, keys in (mother | found).items()}


def _helpers(scope: Scope, enrolment_ids: Sequence[int]) -> dict[int, list[int]]:
    """By enrolment: co-handlers of today, then stand-ins, the longest first."""
    today = timezone.localdate()
    rows = HandlerAssignment.objects.visible_to(scope).filter(
        Q(ended_on=None) | Q(ended_on__gt=today), enrolment_id__in=enrolment_ids, started_on__lte=today
    )
    found: dict[int, list[int]] = {}
    helping = rows.exclude(kind=HandlerKind.PRIMARY).order_by("kind", "started_on", "pk")
    for enrolment_id, user_id in helping.values_list("enrolment_id", "user_id"):
        found.setdefault(enrolment_id, []).append(user_id)
    return found


def _labels(members: Collection[Membership]) -> dict[str, str]:
    """Names of what colleagues speak and where they are."""
    languages = Language.objects.filter(concept_id__in={key for member in members for key in member.languages})
    places = Municipality.objects.filter(code__in={key for member in members for key in member.places})
    return {row.concept_id: row.name for row in languages} | {row.code: row.label for row in places}


def batch_of(scope: Scope, batch: str) -> list[Handover]:
    """The handovers that were asked for together, of people the viewer may see, by name. One statement."""
    found = Handover.objects.visible_to(scope).filter(batch=batch)
    people = ("participant", "enrolment", "from_user", "to_user", "proposed_by")
    return list(found.select_related(*people).order_by("participant__sort_name", "pk"))
