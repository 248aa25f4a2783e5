#!/usr/bin/env python
"""Django's command line; starts or attaches to the embedded database when no other is configured."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    from config.embedded.attach import attach_if_needed

    attach_if_needed(sys.argv)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
