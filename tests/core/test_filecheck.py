"""What somebody brings is what it says it is, does nothing by itself, and cannot take the process down."""

import io

import pytest
from PIL import Image

from core.filecheck import gate
from core.filecheck.gate import Refused, check
from core.filecheck.rules import Fault, FileKind
from tests.support import files

HTML = b"<html><script>alert(1)</script></html>"
EXTERNAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
TEMPLATE = files.RELS.format(type=f"{EXTERNAL}attachedTemplate", target="https://example.org/x.dotm")
LINK = files.RELS.format(type=f"{EXTERNAL}hyperlink", target="https://example.org/")
MACRO_TYPES = files.TYPES.replace(files.MAIN, "application/vnd.ms-word.document.macroEnabled.main+xml")

TAKEN = {
    "pdf": ("betyg.pdf", files.pdf(2), FileKind.PDF),
    "pdf that only its owner may change": ("a.pdf", files.pdf(password=""), FileKind.PDF),
    "jpeg": ("foto.JPG", files.picture(), FileKind.JPEG),
    "jpeg by its long name": ("foto.jpeg", files.picture(), FileKind.JPEG),
    "png": ("bild.png", files.picture("PNG"), FileKind.PNG),
    "docx": ("cv.docx", files.docx(), FileKind.DOCX),
    "docx with a link": ("cv.docx", files.docx({"word/_rels/document.xml.rels": LINK}), FileKind.DOCX),
    "odt": ("cv.odt", files.odt(), FileKind.ODT),
    "text": ("brev.txt", "Hej å ä ö".encode(), FileKind.TEXT),
    "text of an old Windows": ("brev.txt", "Hej å ä ö".encode("cp1252"), FileKind.TEXT),
    "text of Notepad": ("brev.txt", "Hej å ä ö".encode("utf-16"), FileKind.TEXT),
    "html as text": ("sida.txt", HTML, FileKind.TEXT),
    "a name that climbs": ("../../etc/passwd.pdf", files.pdf(), FileKind.PDF),
    "a name with NUL": ("a\x00b.pdf", files.pdf(), FileKind.PDF),
}
REFUSED = {
    "nothing": ("a.pdf", b"", Fault.EMPTY),
    "blanks": ("a.txt", b" \n\n ", Fault.EMPTY),
    "too large": ("a.pdf", b"%PDF-" + b"x" * gate.MOST_BYTES, Fault.TOO_LARGE),
    "a program": ("a.exe", b"MZ\x90", Fault.UNKNOWN),
    "double ending": ("cv.pdf.exe", files.pdf(), Fault.UNKNOWN),
    "no ending": ("cv", files.pdf(), Fault.UNKNOWN),
    "ending after NUL": ("cv.pdf\x00.exe", files.pdf(), Fault.UNKNOWN),
    "html": ("a.html", HTML, Fault.UNKNOWN),
    "svg": ("a.svg", b"<svg/>", Fault.UNKNOWN),
    "macro document by its ending": ("a.docm", files.docx(), Fault.UNKNOWN),
    "html called pdf": ("a.pdf", HTML, Fault.MISMATCH),
    "html called jpeg": ("a.jpg", HTML, Fault.MISMATCH),
    "program called text": ("a.txt", b"MZ\x90\x00\x03", Fault.MISMATCH),
    "pdf called text": ("a.txt", files.pdf(), Fault.MISMATCH),
    "png called jpeg": ("a.jpg", files.picture("PNG"), Fault.MISMATCH),
    "docx called odt": ("a.odt", files.docx(), Fault.MISMATCH),
    "zip called docx": ("a.docx", files.package({"a.txt": "x"}), Fault.MISMATCH),
    "spreadsheet called odt": ("a.odt", files.odt(mimetype="application/vnd.oasis.opendocument.spreadsheet"), Fault.MISMATCH),
    "pdf and zip in one": ("a.pdf", files.pdf() + files.package({"a.exe": "MZ"}), Fault.MISMATCH),
    "pdf that begins later": ("a.pdf", b"<html>" + files.pdf(), Fault.MISMATCH),
    "zip with something before it": ("a.docx", b"PK\x03\x04junk" + files.docx(), Fault.MISMATCH),
    "zip with something after it": ("a.docx", files.docx() + b"MZ" * 40, Fault.MISMATCH),
    "zip with a remark": ("a.docx", files.docx(comment=b"MZ" * 40), Fault.MISMATCH),
    "a part that climbs": ("a.docx", files.docx({"../../x": "x"}), Fault.MISMATCH),
    "a part from the root": ("a.docx", files.docx({"/etc/x": "x"}), Fault.MISMATCH),
    "pdf cut in the middle": ("a.pdf", files.pdf(3)[:300] + b"%%EOF", Fault.BROKEN),
    "pdf of nothing": ("a.pdf", b"%PDF-1.7\n%%EOF", Fault.BROKEN),
    "jpeg of nothing": ("a.jpg", b"\xff\xd8\xff" + b"\0" * 50, Fault.BROKEN),
    "jpeg cut short": ("a.jpg", files.picture(size=(900, 900))[:900], Fault.BROKEN),
    "document that is no xml": ("a.docx", files.docx({"word/document.xml": "<a>"}), Fault.BROKEN),
    "entities in entities": ("a.docx", files.docx({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), Fault.BROKEN),
    "locked pdf": ("a.pdf", files.pdf(password="hemligt"), Fault.LOCKED),
    "locked odt": ("a.odt", files.odt({"META-INF/manifest.xml": "<m:encryption-data/>"}), Fault.LOCKED),
    "pdf with script": ("a.pdf", files.pdf(script=True), Fault.ACTIVE),
    "pdf that starts something": ("a.pdf", files.pdf(launch=True), Fault.ACTIVE),
    "pdf with a file in it": ("a.pdf", files.pdf(attached=True), Fault.ACTIVE),
    "docx with macros": ("a.docx", files.docx({"word/vbaProject.bin": b"x"}), Fault.ACTIVE),
    "macro document called docx": ("a.docx", files.docx(types=MACRO_TYPES), Fault.ACTIVE),
    "docx with a program in it": ("a.docx", files.docx({"word/embeddings/oleObject1.bin": b"x"}), Fault.ACTIVE),
    "docx that fetches its template": ("a.docx", files.docx({"word/_rels/settings.xml.rels": TEMPLATE}), Fault.ACTIVE),
    "odt with macros": ("a.odt", files.odt({"Basic/Standard/x.xml": "x"}), Fault.ACTIVE),
    "odt that listens": ("a.odt", files.odt({"settings.xml": "<script:event-listener/>"}), Fault.ACTIVE),
    "zip bomb": ("a.docx", files.docx({"word/media/x": b"\0" * (61 * 1024 * 1024)}), Fault.BOMB),
    "many parts": ("a.docx", files.docx({f"x{n}": "" for n in range(2001)}), Fault.BOMB),
    "picture bomb": ("a.png", files.png_bomb(), Fault.BROKEN),
    "long text": ("a.txt", b"a" * 1_100_000, Fault.HEAVY),
    "long pdf": ("a.pdf", files.pdf(501), Fault.HEAVY),
}  # fmt: skip


@pytest.mark.parametrize("case", TAKEN)
def test_file_that_is_what_it_says_is_taken(case):
    name, data, kind = TAKEN[case]
    found = check(data, name)
    assert found.kind == kind
    assert found.data


@pytest.mark.parametrize("case", REFUSED)
def test_file_that_is_not_is_refused_in_words(case):
    name, data, fault = REFUSED[case]
    with pytest.raises(Refused) as refused:
        check(data, name)
    assert refused.value.fault == fault
    assert refused.value.words.endswith(".")


def test_picture_is_drawn_anew_upright_and_without_what_the_camera_said():
    data = files.picture(size=(60, 40), exif=True) + b"<script>alert(1)</script>"
    assert b"hemligt" in data
    kept = check(data, "a.jpg").data
    assert b"hemligt" not in kept
    assert b"script" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (40, 60)
        assert not image.getexif()


def test_large_photograph_becomes_as_large_as_a_page_needs():
    with Image.open(io.BytesIO(check(files.picture(size=(7000, 5000)), "a.jpg").data)) as image:
        assert max(image.size) == 3600


def test_text_is_kept_as_utf8_whatever_it_was_written_in():
    for how in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        assert check("Hej å".encode(how), "a.txt").data == "Hej å".encode()


def test_file_that_takes_its_process_down_costs_an_answer_and_no_more(monkeypatch):
    monkeypatch.setattr(gate, "SECONDS", 0.001)
    with pytest.raises(Refused) as refused:
        check(files.pdf(), "a.pdf")
    assert refused.value.fault == Fault.BOMB
