"""The database roles, and what the schema says about who reaches which rows."""
