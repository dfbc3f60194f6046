"""The tables of a review, and triggers that refuse to change what was decided."""

import sqlalchemy
from alembic import op

from extractor.store.tables import metadata

revision = "1"
down_revision = None

REFUSED = "decisions are added, never changed or deleted"
SQLITE = (
    f"CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    f"CREATE TRIGGER decisions_are_kept BEFORE DELETE ON decisions "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
)
POSTGRESQL = (
    f"CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$",
    "CREATE TRIGGER decisions_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)


def upgrade() -> None:
    """Make the tables and the triggers."""
    connection = op.get_bind()
    there = sqlalchemy.inspect(connection).get_table_names()
    missing = [table for table in metadata.tables.values() if table.name not in there]
    metadata.create_all(connection, missing, checkfirst=False)
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)
