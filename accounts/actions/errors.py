"""Why an action did not happen, in words for the screen."""


class ActionError(Exception):
    """The message is shown to the user as it is (already translated)."""
