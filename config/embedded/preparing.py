"""The database brought up to date, in one process: each start of Django costs a second."""

from config.embedded.services import has_command

# Reference data that ships with the product. Each command is quick when nothing has changed.
COMMANDS = {
    "migrate": {"interactive": False},
    "load_taxonomy": {},
    "load_instrument": {},
}


def main() -> int:
    """Runs the commands in order, in whichever settings the environment names."""
    import django
    from django.core.management import CommandError, call_command

    django.setup()
    for name, options in COMMANDS.items():
        if name == "migrate" or has_command(name):
            try:
                call_command(name, **options)
            except CommandError as error:  # says what to do; where in the code it was said helps nobody
                print(error, flush=True)
                return 1
    return 0
