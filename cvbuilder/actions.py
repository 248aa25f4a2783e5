"""Everything that changes a CV. Keyword-only, `by=` the member of staff, one transaction. Call inside the team's scope."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import feed, runs, scope
from core.models import Run
from cvbuilder import engine, queries
from cvbuilder.content import digest
from cvbuilder.models import CV, CVVersion
from participants.models import Participant

PDF = "cvbuilder.pdf"


@dataclass(frozen=True)
class Asked:
    """A version, and the run that makes its file; no run when the file is there already."""

    version: CVVersion
    run: Run | None


@transaction.atomic
def create_cv(*, participant: Participant, title: str, language: str, by: User) -> CV:
    """A CV begun from the profile: its first wish as headline, and as `title` (the team's own name of the CV) when none
    is given; the person's own words as presentation. A protected person's begins without telephone and mail; they are
    shown only if somebody says so."""
    facts = queries.facts_of(scope.current(), participant, language)
    headline = facts.wish.partition("/")[0][:120]  # "Lagerarbetare/Terminalarbetare" is two words for one
    is_open = not participant.is_protected
    cv = CV.objects.create(
        team_id=participant.team_id,
        participant=participant,
        title=title or headline[:80] or _("Cv"),
        language=language,
        headline=headline,
        profile_text=facts.strengths[:2000],
        shows_phone=is_open,
        shows_email=is_open,
        shows_municipality=is_open,
        created_by=by,
        updated_by=by,
    )
    _tell(cv)
    return cv


@transaction.atomic
def update_cv(*, cv: CV, fields: Sequence[str], arrangement: Mapping[str, object] | None, by: User) -> None:
    """Saves the fields that a form changed on `cv`, and the arrangement when it was changed (None: it was not)."""
    changed = list(fields)
    if arrangement is not None and arrangement != cv.arrangement:
        cv.arrangement = dict(arrangement)
        changed.append("arrangement")
    if not changed:
        return
    cv.updated_by = by
    cv.save(update_fields=[*changed, "updated_by", "updated_at"])
    _tell(cv)


@transaction.atomic
def archive_cv(*, cv: CV, by: User) -> None:
    """Puts a CV away. Its files stay: they may have been sent."""
    _set_archived(cv, by, is_away=True)


@transaction.atomic
def restore_cv(*, cv: CV, by: User) -> None:
    """Takes a CV out again."""
    _set_archived(cv, by, is_away=False)


def _set_archived(cv: CV, by: User, *, is_away: bool) -> None:
    if bool(cv.archived_at) == is_away:
        return
    cv.archived_at, cv.updated_by = (timezone.now() if is_away else None), by
    cv.save(update_fields=["archived_at", "updated_by", "updated_at"])
    _tell(cv)


@transaction.atomic
def ask_for_pdf(*, cv: CV, participant: Participant, by: User, back_url: str = "") -> Asked:
    """The version of what the CV says now, and the run that makes its file. The same content is the same version and
    one run for each who asks; a run that failed is followed by a new one."""
    CV.objects.select_for_update(no_key=True).only("pk").get(pk=cv.pk)
    content = queries.content_of(cv, queries.facts_of(scope.current(), participant, cv.language))
    made_by = engine.engine_of(cv.design)
    version, _made = CVVersion.objects.get_or_create(
        cv=cv,
        digest=digest(content, design=cv.design, engine=made_by),
        defaults={
            "team_id": cv.team_id,
            "participant_id": cv.participant_id,
            "content": content.as_data(),
            "design": cv.design,
            "engine": made_by,
            "made_by": by,
        },
    )
    if version.is_ready:
        return Asked(version, None)
    over = (Run.RunState.FAILED,)
    tried = Run.objects.filter(
        owner_id=by.pk, kind=PDF, params__version=version.pk, state__in=over, team_id=cv.team_id
    ).count()
    run = runs.start(
        kind=PDF,
        title=_("Cv som pdf"),
        by_id=by.pk,
        team_id=cv.team_id,
        params={"version": version.pk},
        unique_key=f"{PDF}:{version.public_id}:{by.pk}:{tried}",
        back_url=back_url,
    )
    return Asked(version, run)


def _tell(cv: CV) -> None:
    feed.record(team_id=cv.team_id, subject_type="participant", subject_ids=[cv.participant_id], kind="cv")
