"""Occupations, skills, places, languages: reference data, loader, typeahead."""
