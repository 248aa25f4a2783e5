#!/usr/bin/env python
"""Django's command line; starts or attaches to the embedded database when no other is configured."""

import os
import sys

UNKNOWN_TABLE = "42P01"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    from config.embedded.attach import attach_if_needed

    attach_if_needed(sys.argv)
    run(sys.argv)


def run(arguments: list[str]) -> None:
    """The command; on a database without this version's tables it ends by saying what makes them."""
    from django.core.management import execute_from_command_line
    from django.db.utils import ProgrammingError

    try:
        execute_from_command_line(arguments)
    except ProgrammingError as fault:
        if getattr(fault.__cause__, "sqlstate", "") != UNKNOWN_TABLE:
            raise
        words = f"{str(fault).splitlines()[0]}. The database lacks tables of this version: start bin/run once, or run"
        sys.exit(f"{words} manage.py migrate, load_taxonomy and load_instrument.")


if __name__ == "__main__":
    main()
