"""The old spreadsheet comes in: read, laid out, mapped, each row's fate told before anything is saved, undone whole."""
