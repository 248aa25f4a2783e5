"""Log lines never carry numbers of persons, codes or mail addresses."""

import logging
import re

_NUMBER = re.compile(r"\b(?:\d{2})?\d{6}\s?[-+]?\s?\d{4}\b")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


class ScrubFilter(logging.Filter):
    """Replaces what looks like a personal number or a mail address in the finished message."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        scrubbed = _MAIL.sub("[mejl]", _NUMBER.sub("[nummer]", message))
        if scrubbed != message:
            record.msg, record.args = scrubbed, ()
        return True
