"""What a PDF must be to be kept. Apart from the other rules, since only the child that opens one needs its library."""

import io
import zipfile
from typing import Any

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from core.filecheck.rules import PAGES, TAIL, Fault, Wrong

# Keys and types in a PDF that make it do something, or carry another file.
_ACTIVE = {"/JS", "/JavaScript", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA", "/SubmitForm"}


def cleaned(data: bytes) -> bytes:
    """Begins and ends as one, has pages, opens without a password, and does nothing by itself. Raises Wrong."""
    if b"%%EOF" not in data[-TAIL:] or zipfile.is_zipfile(io.BytesIO(data)):
        raise Wrong(Fault.MISMATCH)
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Wrong(Fault.LOCKED)
    if not 0 < len(reader.pages) <= PAGES:
        raise Wrong(Fault.BROKEN if not len(reader.pages) else Fault.HEAVY)
    numbers = {number for objects in reader.xref.values() for number in objects} | set(reader.xref_objStm)
    for number in sorted(numbers):
        if _does_something(reader.get_object(IndirectObject(number, 0, reader))):
            raise Wrong(Fault.ACTIVE)
    return data


def _does_something(found: Any, depth: int = 0) -> bool:
    if depth > 40:
        raise Wrong(Fault.BROKEN)
    if isinstance(found, DictionaryObject):
        inner = [value for value in found.values() if not isinstance(value, IndirectObject)]
        named = {str(found.get(key, "")) for key in ("/S", "/Type", "/Subtype")}
        return bool((set(found) | named) & _ACTIVE) or any(_does_something(value, depth + 1) for value in inner)
    if isinstance(found, ArrayObject):
        return any(_does_something(v, depth + 1) for v in found if not isinstance(v, IndirectObject))
    return False
