"""Data classes: how careful the product must be with each field of a person-bound model.

HEALTH and what derives from it is never a filter, sort, export column, opening count, match feature or signal text
(dataskyddslagen 2018:218 chapter 3 section 3). A test walks every such list against these classes.
"""

from enum import StrEnum


class DataClass(StrEnum):
    PUBLIC = "public"  # may stand anywhere: ids, dates of the record itself, states
    PERSON = "person"  # personal data, seen by the whole team
    RESTRICTED = "restricted"  # personal data shown on the person's own page only
    HEALTH = "health"  # health, or what reveals it; handlers and stand-in
    SECRET = "secret"  # noqa: S105  numbers, codes: masked or never shown


def classify(
    *, public: str = "", person: str = "", restricted: str = "", health: str = "", secret: str = ""
) -> dict[str, DataClass]:
    """Field names, separated by blanks, for each class. Raises ValueError when a field stands in two."""
    classes: dict[str, DataClass] = {}
    given = {
        DataClass.PUBLIC: public,
        DataClass.PERSON: person,
        DataClass.RESTRICTED: restricted,
        DataClass.HEALTH: health,
        DataClass.SECRET: secret,
    }
    for data_class, names in given.items():
        for name in names.split():
            if name in classes:
                raise ValueError(f"{name} has two data classes")
            classes[name] = data_class
    return classes
