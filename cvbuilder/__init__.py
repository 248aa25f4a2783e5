"""CVs and letters: templates, tailoring, rendering."""
