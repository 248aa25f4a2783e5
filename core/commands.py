"""Commands that other programs call: with --json the last line is one JSON object, also when the command fails."""

import json
import sys
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class JsonCommand(BaseCommand):
    """Answers with `tell`. A CommandError before that is told as {"error": words}; the exit status is 1 either way."""

    is_told = False

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """What is asked for wrongly (exit status 2) is told the same way."""
        parser: CommandParser = super().create_parser(prog_name, subcommand, **kwargs)
        usual = parser.error

        def error(message: str) -> Any:
            if "--json" in sys.argv and not self.is_told:
                self.tell({"error": message})
            usual(message)

        parser.error = error  # type: ignore[method-assign, assignment]
        return parser

    def execute(self, *args: Any, **options: Any) -> str | None:
        self.is_told = False
        try:
            return super().execute(*args, **options)
        except CommandError as error:
            if options.get("json") and not self.is_told:
                self.tell({"error": str(error)})
            raise

    def tell(self, answer: object) -> None:
        """The one JSON object, on a line of its own; nothing may be written after it."""
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
        self.is_told = True


def at_least_one(text: str) -> int:
    """A type of argument: a whole number from 1."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return number
