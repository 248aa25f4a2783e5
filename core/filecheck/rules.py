"""What a file must be to be kept, format by format. Pure: bytes in, bytes out, or a Fault."""

import io
import zipfile
from enum import StrEnum

from defusedxml.ElementTree import fromstring

UNPACKED = 60 * 1024 * 1024  # of a package
PARTS = 2000
PIXELS = 60_000_000
LONGEST_SIDE = 3600  # an A4 page at 300 dots an inch
TEXT_BYTES = 1024 * 1024
PAGES = 500
TAIL = 1024  # bytes in which a PDF has to end


class FileKind(StrEnum):
    """What is accepted. The value is the ending a file is handed out with."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    DOCX = "docx"
    ODT = "odt"
    TEXT = "txt"


class Fault(StrEnum):
    """Why a file is not taken; its words stand in core.filecheck.gate."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"
    MISMATCH = "mismatch"
    BROKEN = "broken"
    LOCKED = "locked"
    ACTIVE = "active"
    BOMB = "bomb"
    HEAVY = "heavy"


class Wrong(Exception):
    """A file that is not taken."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def cleaned(kind: FileKind, data: bytes) -> bytes:
    """What is kept of the file: itself, or drawn and written anew. Raises Wrong; anything else that a library raises
    means that the file is broken."""
    return _READERS[kind](data)


def looks_like(data: bytes) -> FileKind | None:
    """By its first bytes. A package may be either kind of document; a text has no mark of its own."""
    if data.startswith(b"%PDF-"):
        return FileKind.PDF
    if data.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if data.startswith(b"PK\x03\x04"):
        return FileKind.ODT if data[30:38] == b"mimetype" else FileKind.DOCX
    return None


def _picture(kind: FileKind, data: bytes) -> bytes:
    """Drawn anew: where and with what it was taken, and all that hides behind the picture, stays outside."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - every process of ours knows the rules, and few draw pictures

    Image.MAX_IMAGE_PIXELS = PIXELS
    with Image.open(io.BytesIO(data), formats=["JPEG" if kind == FileKind.JPEG else "PNG"]) as source:
        if source.width * source.height > PIXELS:
            raise Wrong(Fault.BOMB)
        source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large photograph is read at half its size or less
        source.load()
        upright = ImageOps.exif_transpose(source)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if kind == FileKind.JPEG:
        mode = "L" if upright.mode == "L" else "RGB"
    else:
        mode = upright.mode if upright.mode in ("1", "L", "LA", "RGB", "RGBA") else "RGBA"
    shown = upright.convert(mode)
    bare = Image.new(mode, shown.size)
    bare.paste(shown)
    out = io.BytesIO()
    if kind == FileKind.JPEG:
        bare.save(out, "JPEG", quality=88, optimize=True)
    else:
        bare.save(out, "PNG", optimize=True)
    return out.getvalue()


def _text(data: bytes) -> bytes:
    """As UTF-8, whatever it was written in. Control characters mean that it is no text."""
    if len(data) > TEXT_BYTES:
        raise Wrong(Fault.HEAVY)
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for written in ["utf-16"] if wide else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(written)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Wrong(Fault.MISMATCH)
    if any(ord(each) < 32 and each not in "\t\n\r\f" for each in text):
        raise Wrong(Fault.MISMATCH)
    if not text.strip():
        raise Wrong(Fault.EMPTY)
    return text.encode()


def _pdf(data: bytes) -> bytes:
    from core.filecheck import pdfs  # noqa: PLC0415 - its library takes longer to load than a text takes to be read

    return pdfs.cleaned(data)


def _package(data: bytes) -> zipfile.ZipFile:
    """A zip that is a zip from its first byte to its last, of sizes that can be unpacked, without a password. All of it
    is read once, so that what the list says of sizes and sums is true."""
    package = zipfile.ZipFile(io.BytesIO(data))
    parts = package.infolist()
    if data[-22:-18] != b"PK\x05\x06" or min((part.header_offset for part in parts), default=1):
        raise Wrong(Fault.MISMATCH)
    if any(part.flag_bits & 1 for part in parts):
        raise Wrong(Fault.LOCKED)
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise Wrong(Fault.BOMB)
    names = [part.filename for part in parts]
    hostile = any(name.startswith("/") or ".." in name.split("/") or "\\" in name or ":" in name for name in names)
    if hostile or len(set(names)) != len(names):
        raise Wrong(Fault.MISMATCH)
    if package.testzip() is not None:
        raise Wrong(Fault.BROKEN)
    return package


_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PROGRAMS = ("vbaproject.bin", "vbadata.xml", "activex", "oleobject", "embeddings/", "macrosheets/", "customui/")


def _docx(data: bytes) -> bytes:
    """A Word document without macros, programs, or anything fetched from elsewhere when it is opened."""
    package = _package(data)
    names = set(package.namelist())
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise Wrong(Fault.MISMATCH)
    types = fromstring(package.read("[Content_Types].xml"))
    if _MAIN not in {each.get("ContentType") for each in types}:
        raise Wrong(Fault.ACTIVE if b"macroEnabled" in package.read("[Content_Types].xml") else Fault.MISMATCH)
    if any(part in name.lower() for name in names for part in _PROGRAMS):
        raise Wrong(Fault.ACTIVE)
    for name in names:
        if name.endswith(".rels"):
            for relation in fromstring(package.read(name)):
                outside = relation.get("TargetMode", "").lower() == "external"
                if outside and not relation.get("Type", "").endswith("/hyperlink"):
                    raise Wrong(Fault.ACTIVE)
    fromstring(package.read("word/document.xml"))
    return data


def _odt(data: bytes) -> bytes:
    """An OpenDocument text without macros."""
    package = _package(data)
    names = package.namelist()
    if names[0] != "mimetype" or package.read("mimetype") != b"application/vnd.oasis.opendocument.text":
        raise Wrong(Fault.MISMATCH)
    if "content.xml" not in names:
        raise Wrong(Fault.MISMATCH)
    if "META-INF/manifest.xml" in names and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Wrong(Fault.LOCKED)
    if any(name.startswith(("Basic/", "Scripts/", "Dialogs/")) for name in names):
        raise Wrong(Fault.ACTIVE)
    for name in ("content.xml", "styles.xml", "settings.xml"):
        if name in names and b"script:event-listener" in package.read(name):
            raise Wrong(Fault.ACTIVE)
    fromstring(package.read("content.xml"))
    return data


_READERS = {
    FileKind.PDF: _pdf,
    FileKind.JPEG: lambda data: _picture(FileKind.JPEG, data),
    FileKind.PNG: lambda data: _picture(FileKind.PNG, data),
    FileKind.DOCX: _docx,
    FileKind.ODT: _odt,
    FileKind.TEXT: _text,
}
