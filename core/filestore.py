"""Files the product keeps, those of runs and those of people: one rule. Under random names that say nothing, handed out
so that they can run nothing, gone for good when their row is."""

import secrets
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import IO

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

ORPHAN_AFTER = timedelta(days=1)


def keep(folder: str, data: bytes | IO[bytes], *, ending: str) -> str:
    """Stores the bytes, or what is left to read of an open file, and returns the name to find them by. Should the
    transaction fail, the file is an orphan, and `names` finds it."""
    content = ContentFile(data) if isinstance(data, bytes) else File(data)
    return str(default_storage.save(f"{folder}/{secrets.token_hex(16)}.{ending}", content))


def read(name: str) -> bytes | None:
    """None when there is no such file (any more)."""
    if not name or not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        return bytes(file.read())


def remove(name: str) -> None:
    """When the transaction has succeeded: a row that stays never loses its file."""
    if name:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)


def names(folder: str) -> Iterator[tuple[str, datetime]]:
    """Every file of the folder, and when it was stored."""
    if not default_storage.exists(folder):
        return
    for each in default_storage.listdir(folder)[1]:
        name = f"{folder}/{each}"
        yield name, default_storage.get_modified_time(name)


def sweep(folder: str, known: Collection[str]) -> int:
    """Removes files of the folder that no row knows of: a transaction failed after the file was stored, or the file was
    not to be removed just then. Those of the last day may still get their row. Returns how many went."""
    before = timezone.now() - ORPHAN_AFTER
    orphans = [name for name, stored_at in names(folder) if name not in known and stored_at < before]
    for name in orphans:
        default_storage.delete(name)
    return len(orphans)


def inert(data: bytes, *, content_type: str, name: str, inline: bool = False) -> HttpResponse:
    """The file as an attachment, or shown by itself, in which nothing can run. `name` is our own words, never a
    person's."""
    answer = HttpResponse(data, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
