"""How each kind of column is read: one function a field, called by participants.importing.rows in READERS' order."""
