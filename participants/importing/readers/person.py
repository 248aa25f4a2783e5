"""Who the person is and how to reach them: name, number, contact, place, languages."""

from core import swedish_dates
from core.folding import fold
from participants.importing import cells
from participants.importing.enums import Field
from participants.importing.rowplan import UNREAD_LENGTH, Cell
from participants.importing.words import hidden_digits, is_absent, lost_letters, without_remark
from taxonomy.enums import LanguageLevel

NAME_LENGTH = 80
STREET_LENGTH = 200
MORE_PHONES = "Fler telefonnummer"  # the column of the team's own for second numbers


def name(cell: Cell) -> None:
    text = without_remark(cell.text)
    if not any(char.isalpha() for char in text):
        return
    if lost_letters(text):
        cell.plan.unread[cell.column.field.value] = text[:UNREAD_LENGTH]
    if cell.column.field == Field.FIRST_NAME:
        first, last = text, ""
    elif cell.column.field == Field.LAST_NAME:
        first, last = "", text
    else:
        read = cells.whole_name(text)
        first, last = read.first, read.last
    if max(len(first), len(last)) > NAME_LENGTH:
        cell.unread(text)
    cell.plan.first_name = first[:NAME_LENGTH].strip() or cell.plan.first_name
    cell.plan.last_name = last[:NAME_LENGTH].strip() or cell.plan.last_name


def number(cell: Cell) -> None:
    read = cells.number(cell.text)
    # Words beside the number that have been laid aside are not kept with it as well.
    other = "".join(char for char in read.other if char.isdigit() or char == "-") if cell.quiet else read.other
    cell.plan.person_number, cell.plan.other_number = read.number, other
    if read.fixed and read.number is not None:
        written = "••••" if cell.quiet else hidden_digits(cell.text)
        cell.plan.fixed.append((cell.column.title, written, "••••••••-••••"))
    if other:
        # The number itself is kept sealed with the person; the mark says only that it must be looked at.
        cell.plan.unread[Field.NUMBER.value] = hidden_digits(other)
    elif read.rest and read.number is None:
        cell.unread(read.rest)
    elif read.rest:
        cell.note(f"{cell.column.title}: {hidden_digits(read.rest)}")


def birth_year(cell: Cell) -> None:
    text = cells.squeeze(cell.text)
    if text.isdigit() and len(text) == 4 and 1920 <= int(text) <= cell.words.today.year:
        cell.plan.birth_year = int(text)
        return
    try:
        cell.plan.birth_year = swedish_dates.parse_date(text, today=cell.words.today, lean="past").year
    except (ValueError, OverflowError):
        cell.unread("" if is_absent(text) else text)


def phone(cell: Cell) -> None:
    read = cells.phones(cell.text)
    found = [number for number in read.found if number != cell.plan.person.get("phone")]
    if found and "phone" not in cell.plan.person:
        cell.plan.person["phone"] = found.pop(0)
        if read.fixed:
            cell.fixed(cells.show_phone(cell.plan.person["phone"]))
    if found and not cell.quiet:
        cell.plan.own[MORE_PHONES] = ", ".join(
            filter(None, [cell.plan.own.get(MORE_PHONES), *map(cells.show_phone, found)])
        )[:UNREAD_LENGTH]
    cell.unread(read.rest)


def email(cell: Cell) -> None:
    read = cells.email(cell.text)
    if read.value and "email" not in cell.plan.person:
        cell.plan.person["email"] = read.value
        if read.rest:
            cell.note(f"{cell.column.title}: {read.rest}")
    elif read.value != cell.plan.person.get("email", ""):
        cell.note(f"{cell.column.title}: {cell.text}")
    else:
        cell.unread(read.rest)
    if read.fixed:
        cell.fixed(read.value)


def street(cell: Cell) -> None:
    if not cell.quiet and not is_absent(cell.text):
        cell.plan.person["street"] = cells.squeeze(cell.text)[:STREET_LENGTH]


def place(cell: Cell) -> None:
    text = cells.squeeze(cell.text)
    if is_absent(text):
        return
    municipality, place = cell.words.municipalities.get(cell.text), cell.words.places.get(cell.text)
    one = municipality.found[0] if municipality is not None and len(municipality.found) == 1 else None
    label = place.found[0].label if place is not None and len(place.found) == 1 else one.label if one else ""
    if one is not None:
        cell.plan.person["municipality_id"] = one.target_id
        cell.plan.person["place"] = label[:NAME_LENGTH]
        if label != text:
            cell.fixed(label)
        if one.others:
            cell.unread(text)
        return
    if not cell.quiet:
        cell.plan.person["place"] = text[:NAME_LENGTH]
    cell.unread(text)


def languages(cell: Cell) -> None:
    reading = cell.words.languages.get(cell.text)
    if reading is None or is_absent(cell.text):
        return
    for found in reading.found:
        level = found.level
        if not level:
            # Without a level: the first language is taken for the mother tongue, unless it is Swedish.
            first = not cell.plan.languages and found.target_id != cell.words.swedish_id
            level = LanguageLevel.C2 if first else LanguageLevel.B1
        cell.plan.languages.setdefault(found.target_id, level)
    if fold(" ".join(f.label for f in reading.found)) != fold(cell.text):
        cell.fixed(", ".join(f.label for f in reading.found))
    if "tolk" in fold(reading.rest):
        cell.plan.person["needs_interpreter"] = True
    else:
        cell.unread(reading.rest)
    spoken = [f.target_id for f in reading.found]
    if spoken and "preferred_language_id" not in cell.plan.person:
        cell.plan.person["preferred_language_id"] = spoken[0]


def interpreter(cell: Cell) -> None:
    answer = cells.yes(cell.text)
    if answer is None and not is_absent(cell.text):
        cell.plan.person["needs_interpreter"] = True
        cell.note(f"{cell.column.title}: {cell.text}")
    elif answer:
        cell.plan.person["needs_interpreter"] = True
