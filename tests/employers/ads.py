"""An invented ad in JobTech's format, for tests to change."""

import copy
from typing import Any

AD: dict[str, Any] = {
    "id": "90000001",
    "external_id": None,
    "webpage_url": "https://arbetsformedlingen.se/platsbanken/annonser/90000001",
    "headline": "Köksbiträde till lunchkök",
    "application_deadline": "2030-10-12T23:59:59",
    "number_of_vacancies": 2,
    "description": {"text": "Vi lagar lunch till 200 gäster.", "conditions": "Heltid."},
    "employment_type": {"concept_id": "PFZr_Syz_cUq", "label": "Vanlig anställning"},
    "salary_type": {"concept_id": "oG8G_9cW_nRf", "label": "Fast månads- vecko- eller timlön"},
    "salary_description": "Enligt avtal",
    "duration": {"concept_id": "a7uU_j21_mkL", "label": "Tills vidare"},
    "working_hours_type": {"concept_id": "947z_JGS_Uk2", "label": "Deltid"},
    "scope_of_work": {"min": 50, "max": 75},
    "employer": {"name": "Lunchköket AB", "organization_number": "5569255788", "email": "chef@example.org"},
    "application_details": {"url": "https://example.org/sok", "reference": "L1", "email": "chef@example.org"},
    "application_contacts": [{"name": "Karin Ström", "email": "karin@example.org", "telephone": "070-174 06 05"}],
    "experience_required": False,
    "access_to_own_car": True,
    "driving_license_required": True,
    "driving_license": [{"concept_id": "VTK8_WRx_GcM", "label": "B"}],
    "occupation": {"concept_id": "oRB5_b7i_Qzv", "label": "Köksbiträde"},
    "occupation_group": {"concept_id": "", "legacy_ams_taxonomy_id": "9412"},
    "workplace_address": {
        "municipality": "Göteborg",
        "municipality_code": "1480",
        "street_address": "Storgatan 1",
        "postcode": "41138",
        "city": "Göteborg",
        "coordinates": [11.97, 57.7],
    },
    "must_have": {"skills": [], "languages": [{"concept_id": "zSLA_vw2_FXN", "label": "Svenska"}]},
    "nice_to_have": {"skills": [], "languages": [], "work_experiences": [{"concept_id": "oRB5_b7i_Qzv"}]},
    "publication_date": "2026-09-11T11:25:26",
    "last_publication_date": "2030-10-12T10:00:00",
    "removed": False,
}


def ad(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A copy with id 9000000`number` and top-level keys changed; a value of ... removes the key."""
    made = copy.deepcopy(AD) | {"id": str(90_000_000 + number)} | changes
    return {key: value for key, value in made.items() if value is not ...}
