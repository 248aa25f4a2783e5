"""Files for tests, right and wrong, made as they are needed: nothing binary lies in the repository."""

import io
import zipfile
import zlib

import pypdf
from PIL import Image
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = f'<Types xmlns="x"><Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
RELS = '<Relationships xmlns="x"><Relationship Id="a" Type="{type}" Target="{target}" TargetMode="External"/></Relationships>'


def pdf(pages: int = 1, **change: object) -> bytes:
    """`script`, `launch` or `attached` give it something that does something; `password` locks it."""
    writer = pypdf.PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(200, 200)
    if "script" in change:
        act = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x()")}
        )
        writer.root_object[NameObject("/OpenAction")] = act
    if "launch" in change:
        act = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")})
        writer.root_object[NameObject("/OpenAction")] = act
    if "attached" in change:
        writer.add_attachment("x.exe", b"MZ")
    if "password" in change:
        writer.encrypt(str(change["password"]), algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), exif: bool = False) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", size, "teal")
    more = {}
    if exif:
        told = Image.Exif()
        told[0x010F] = "Kamera av hemligt slag"
        told[0x0112] = 6  # lies on its side
        more["exif"] = told
    image.save(out, kind, **more)
    return out.getvalue()


def png_bomb(side: int = 30_000) -> bytes:
    """A picture of a few kilobytes that would take gigabytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
        + chunk(b"IEND", b"")
    )


def package(parts: dict[str, bytes | str], *, stored: tuple[str, ...] = (), comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
        made.comment = comment
    return out.getvalue()


def docx(more: dict[str, bytes | str] | None = None, types: str = TYPES, **how: bytes) -> bytes:
    parts: dict[str, bytes | str] = {"[Content_Types].xml": types, "word/document.xml": "<document>Hej</document>"}
    return package(parts | (more or {}), **how)


def odt(more: dict[str, bytes | str] | None = None, mimetype: str = "application/vnd.oasis.opendocument.text") -> bytes:
    parts: dict[str, bytes | str] = {"mimetype": mimetype, "content.xml": "<content>Hej</content>"}
    return package(parts | (more or {}), stored=("mimetype",))
