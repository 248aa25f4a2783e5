"""Files of CVs: random names in the file storage, the row knows which; they go when the person goes."""

import hashlib
import secrets
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.registry import Told
from cvbuilder.content import CVContent
from cvbuilder.models import CV, CVVersion

FOLDER = "cv"


def _text_of(content: dict[str, Any]) -> str:
    return CVContent.from_data(content).text()


# How CVs are told in the printed extract.
TOLD = (
    Told(
        "cvbuilder.CV",
        _("Dina cv"),
        {
            "title": _("till för"),
            "language": pgettext_lazy("ett", "språk"),
            "headline": _("rubrik"),
            "profile_text": _("presentation"),
            "shown_name": _("namn överst"),
            "created_at": _("skapat"),
            "created_by": _("skrivet av"),
            "updated_at": _("ändrat"),
        },
    ),
    Told(
        "cvbuilder.CVVersion",
        _("Cv som blivit filer"),
        {"made_at": _("när"), "made_by": _("skrivet av"), "content": _("det som stod")},
        {"content": _text_of},
    ),
)


class FileGone(Exception):
    """The file is not there, or is not the one that was written."""


def store(version: CVVersion, body: bytes) -> bool:
    """Writes a version's file and says so in its row. False when somebody did so before; their file stays.

    Call inside a scope of the version's team.
    """
    token = secrets.token_hex(16)
    name = default_storage.save(f"{FOLDER}/{token[:2]}/{token}.pdf", ContentFile(body))
    try:
        written = CVVersion.objects.filter(pk=version.pk, sha256="").update(
            file=name, sha256=hashlib.sha256(body).hexdigest(), size=len(body), rendered_at=timezone.now()
        )
    except BaseException:
        default_storage.delete(name)
        raise
    if not written:
        default_storage.delete(name)
    return bool(written)


def read(version: CVVersion) -> bytes:
    """A version's file, byte for byte as it was written. Raises FileGone."""
    try:
        with default_storage.open(version.file) as file:
            body: bytes = file.read()
    except OSError as fault:
        raise FileGone(version.public_id) from fault
    if hashlib.sha256(body).hexdigest() != version.sha256:
        raise FileGone(version.public_id)
    return body


def erase(participant: Any) -> int:
    """A person's CVs with their files. The files go once the rows are gone for certain."""
    versions = CVVersion._base_manager.filter(participant_id=participant.pk)
    names = [name for name in versions.values_list("file", flat=True) if name]
    erased = versions.delete()[0] + CV._base_manager.filter(participant_id=participant.pk).delete()[0]
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)
    return erased
