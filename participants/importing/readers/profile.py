"""What the person wants and can: occupations wished and done, driving licences; and the team's own words."""

from core.folding import fold
from participants.importing import cells
from participants.importing.enums import Field
from participants.importing.rowplan import UNREAD_LENGTH, Cell
from participants.importing.words import is_absent

NOTE_TITLES = {"anteckning", "anteckningar", "kommentar", "kommentarer", "ovrigt", "notering", "noteringar", "info"}
OPEN_TO_ALL = {
    "vad som helst",
    "allt",
    "vilket som",
    "oppen",
    "oppen for allt",
    "oppen for det mesta",
    "alla",
    "flexibel",
}


def occupation(cell: Cell) -> None:
    reading = cell.words.occupations.get(cell.text)
    if is_absent(cell.text) or reading is None:
        return
    chosen = cell.plan.wished if cell.column.field == Field.OCCUPATION else cell.plan.done
    for found in reading.found:
        # "kock" fits two: both are wished, since leaving one out would hide jobs.
        fits = [
            found.target_id,
            *(cell.words.occupation_ids[key] for key in found.others if key in cell.words.occupation_ids),
        ]
        chosen += [pk for pk in fits if pk not in chosen]
    labels = ", ".join(f.label for f in reading.found)
    if cell.column.field == Field.OCCUPATION and not cell.quiet and not _open_to_all(cell.text):
        cell.plan.hopes.append(cells.squeeze(cell.text))
    if reading.found and fold(labels) != fold(cell.text):
        cell.told(labels)
    if cell.quiet or (reading.found and not reading.rest and not any(f.others for f in reading.found)):
        return
    if cell.column.field == Field.OCCUPATION:
        cell.plan.wishes.append(cells.squeeze(cell.text))
    else:
        cell.note(f"{cell.column.title}: {cell.text}")
    if not reading.found and not _open_to_all(cell.text):
        cell.unread(cells.squeeze(cell.text))


def _open_to_all(text: str) -> bool:
    """ "vad som helst" is a wish too."""
    return fold(text).strip(" \"'”.!") in OPEN_TO_ALL


def licences(cell: Cell) -> None:
    reading = cell.words.licences.get(cell.text)
    if reading is None or is_absent(cell.text):
        return
    cell.plan.licences += [f.key for f in reading.found if f.key not in cell.plan.licences]
    if reading.found and {f.label for f in reading.found} != set(cell.text.upper().replace(",", " ").split()):
        cell.fixed(", ".join(f.label for f in reading.found))
    if reading.answer == "learning":
        cell.note(f"{cell.column.title}: {cell.text}")
    else:
        cell.unread(reading.rest)


def note(cell: Cell) -> None:
    if is_absent(cell.text):
        return
    if "tolk" in fold(cell.text) and not fold(cell.text).startswith(("ej ", "inte ", "behover inte", "behover ej")):
        cell.plan.person["needs_interpreter"] = True
    named = cell.column.title and cell.column.field == Field.NOTE and fold(cell.column.title) not in NOTE_TITLES
    cell.note(f"{cell.column.title}: {cell.text}" if named else cell.text)


def own(cell: Cell) -> None:
    if not cell.quiet and not is_absent(cell.text):
        cell.plan.own[cell.column.title] = cells.squeeze(cell.text)[:UNREAD_LENGTH]
