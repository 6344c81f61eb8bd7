"""The schema's history; Alembic brings a database up to date from here."""
