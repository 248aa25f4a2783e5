"""The first organisation, team and administrator of a new installation."""

import getpass
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.text import slugify

from accounts import actions
from accounts.actions.teams import First
from accounts.enums import Sector
from accounts.models import Team, User
from core.commands import JsonCommand

PASSWORD_VARIABLE = "FRAMAT_ADMIN_PASSWORD"  # noqa: S105  the name of a variable
QUESTIONS = {
    "organisation": "Organisationens namn: ",
    "sector": f"Slag ({', '.join(Sector.values)}): ",
    "team": "Teamets namn: ",
    "name": "Administratörens namn: ",
    "email": "Administratörens mejladress: ",
}


class Command(JsonCommand):
    help = (
        "Makes the first organisation, team and administrator; asks for what is not given. Refuses when somebody has an"
        f" account. The password is asked for, or read from the environment ({PASSWORD_VARIABLE}), never an option."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", metavar="NAME")
        parser.add_argument("--sector", choices=Sector.values)
        parser.add_argument("--team", metavar="NAME")
        parser.add_argument("--slug", metavar="SLUG", help="the team's part of addresses; made from its name")
        parser.add_argument("--name", metavar="NAME", help="the administrator's name")
        parser.add_argument("--email", metavar="ADDRESS", help="the administrator's address")
        parser.add_argument("--json", action="store_true", help="the last line is one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("sv"):
            try:
                if User.objects.exists():
                    raise CommandError("Det finns redan konton här. Bjud in fler från teamets sida.")
                first = _first({key: options[key] or self._ask(key, options) for key in QUESTIONS}, options["slug"])
                membership = actions.set_up(first=first, password=_password(first, asks=not options["json"]))
            except actions.ActionError as error:
                raise CommandError(str(error)) from error
        made = {"organisation": first.organisation, "team": first.slug, "email": membership.user.email}
        if options["json"]:
            self.tell(made)
        else:
            self.stdout.write(f"Klart. Logga in som {made['email']} och bjud in teamet från sidan Teamet.")

    def _ask(self, key: str, options: dict[str, Any]) -> str:
        if options["json"] or not sys.stdin.isatty():
            raise CommandError(f"--{key} saknas.")
        return input(QUESTIONS[key]).strip()


def _first(given: dict[str, str], slug: str | None) -> First:
    """Raises CommandError with words for what does not hold."""
    first = First(slug=slug or slugify(given["team"]), **given)
    for value, limit in ((first.organisation, 120), (first.team, 120), (first.name, 120), (first.slug, 60)):
        if not value or len(value) > limit:
            raise CommandError(f"Namnen behöver vara mellan 1 och {limit} tecken långa.")
    if slugify(first.slug) != first.slug:
        raise CommandError("Teamets del av adressen får bara ha a-z, 0-9 och bindestreck.")
    if first.sector not in Sector.values:
        raise CommandError(f"Slag är ett av {', '.join(Sector.values)}.")
    try:
        validate_email(first.email)
    except ValidationError as error:
        raise CommandError("Mejladressen är inte hel.") from error
    if Team.objects.filter(slug=first.slug).exists():
        raise CommandError("Det finns redan ett team med den adressen.")
    return first


def _password(first: First, *, asks: bool) -> str:
    password = os.environ.get(PASSWORD_VARIABLE, "")
    if not password:
        if not asks or not sys.stdin.isatty():
            raise CommandError(f"Lösenordet saknas: sätt {PASSWORD_VARIABLE}, eller kör kommandot i en terminal.")
        password = getpass.getpass("Lösenord (minst 15 tecken): ")
        if getpass.getpass("En gång till: ") != password:
            raise CommandError("Lösenorden är inte lika.")
    try:
        validate_password(password, User(email=first.email, name=first.name))
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password
