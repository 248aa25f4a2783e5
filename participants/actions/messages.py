"""Färdiga meddelanden: opening one for a person or for many, and the team's own wording."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from accounts.models import Team, User
from participants.actions.errors import ActionError
from participants.enums import MessageWay
from participants.messages import SWEDISH, shipped, unfit
from participants.models import Enrolment, MessageOpened, TeamMessage


@transaction.atomic
def open_messages(*, opened: Iterable[tuple[Enrolment, str]], key: str, way: MessageWay, by: User) -> int:
    """Notes that a text was opened for these enrolments, each in a language. The words are kept nowhere."""
    rows = [
        MessageOpened(
            team_id=enrolment.team_id,
            participant_id=enrolment.participant_id,
            enrolment=enrolment,
            key=key,
            language=language,
            way=way,
            by=by,
        )
        for enrolment, language in opened
    ]
    return len(MessageOpened.objects.bulk_create(rows))


@transaction.atomic
def save_message(
    *, team: Team, key: str, title: str, texts: Mapping[str, str], reviewed: Iterable[str], by: User
) -> TeamMessage:
    """The team's wording of a text; `key` "" makes a new one. Raises ActionError for a text that says what it is about,
    or names a colleague."""
    names = tuple(word for name in team.memberships.values_list("user__name", flat=True) for word in name.split())
    for text in texts.values():
        word = unfit(text, names)
        if word:
            raise ActionError(
                _("”%(word)s” kan inte stå där: telefonen ligger framme. Inga namn, och inget om vad det gäller.")
                % {"word": word}
            )
    said = {code: text for code, text in texts.items() if text}
    if not said.get(SWEDISH):
        raise ActionError(_("Skriv texten på svenska."))
    if not key and not title:
        raise ActionError(_("Skriv en rubrik, så att kollegorna hittar texten."))
    values = {
        "title": "" if key in shipped() else title,
        "texts": said,
        "reviewed": [code for code in reviewed if said.get(code)],
        "is_retired": False,
        "updated_by": by,
    }
    made, _new = TeamMessage.objects.update_or_create(
        team=team, key=key or f"own-{get_random_string(10).lower()}", defaults=values
    )
    return made


@transaction.atomic
def retire_message(*, team: Team, key: str, by: User) -> None:
    """No longer offered. A shipped one can be brought back by being saved again, or by `restore_message`."""
    values = {"is_retired": True, "updated_by": by}
    TeamMessage.objects.update_or_create(team=team, key=key, defaults=values)


@transaction.atomic
def restore_message(*, team: Team, key: str) -> None:
    """A shipped text as it was shipped."""
    if key in shipped():
        TeamMessage.objects.filter(team=team, key=key).delete()
