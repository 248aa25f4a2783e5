"""The one way in for a file that somebody brings."""

import logging
import subprocess
import sys
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.filecheck.rules import Fault, FileKind, looks_like

logger = logging.getLogger("framat.files")
MOST_BYTES = 10 * 1024 * 1024
SECONDS = 20
ENDINGS = {kind.value: kind for kind in FileKind} | {"jpeg": FileKind.JPEG, "jpe": FileKind.JPEG, "text": FileKind.TEXT}
ACCEPT = ",".join(f".{ending}" for ending in ENDINGS)  # for the file chooser
CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.TEXT: "text/plain; charset=utf-8",
}
WORDS = {
    Fault.EMPTY: _("Filen är tom."),
    Fault.TOO_LARGE: _("Filen är större än 10 MB. Spara den i mindre format, eller dela den i flera."),
    Fault.UNKNOWN: _("Den sortens fil går inte att ta emot. Spara den som PDF, JPEG, PNG, DOCX, ODT eller TXT."),
    Fault.MISMATCH: _("Innehållet är något annat än vad filens namn säger. Spara om den och försök igen."),
    Fault.BROKEN: _("Filen är trasig och går inte att öppna. Spara om den och försök igen."),
    Fault.LOCKED: _("Filen har lösenord. Spara den utan lösenord först."),
    Fault.ACTIVE: _("Filen har makron, skript eller andra filer i sig. Spara den som vanlig PDF och försök igen."),
    Fault.BOMB: _("Filen är för stor när den öppnas."),
    Fault.HEAVY: _("Filen är för lång. Dela den i flera."),
}


class Refused(Exception):
    """A file that is not taken, with words for whoever brought it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault

    @property
    def words(self) -> str:
        return str(WORDS[self.fault])


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: what it is, and the bytes to keep."""

    kind: FileKind
    data: bytes


def check(data: bytes, name: str) -> Checked:
    """The file, if it is one of those we take and is what its name says. The name is read for its ending only, and kept
    nowhere. Raises Refused."""
    if not data:
        raise Refused(Fault.EMPTY)
    if len(data) > MOST_BYTES:
        raise Refused(Fault.TOO_LARGE)
    kind = ENDINGS.get(PurePosixPath(name.replace("\\", "/").strip(" .")).suffix.lower().removeprefix("."))
    if kind is None:
        raise Refused(Fault.UNKNOWN)
    if looks_like(data) != (None if kind == FileKind.TEXT else kind):
        raise Refused(Fault.MISMATCH)
    return Checked(kind, _in_child(kind, data))


def _in_child(kind: FileKind, data: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  our own module, and a kind of a closed list
            [sys.executable, "-m", "core.filecheck.child", kind.value],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            cwd=settings.BASE_DIR,
            env={},  # knows no address and no key
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Refused(Fault.BOMB) from late
    answer, _line, rest = done.stdout.partition(b"\n")
    if answer == b"ok":
        return rest
    if answer == b"no" and rest.decode() in set(Fault):
        raise Refused(Fault(rest.decode()))
    logger.info("a %s took its process down (%s)", kind.value, done.returncode)
    raise Refused(Fault.BOMB)
