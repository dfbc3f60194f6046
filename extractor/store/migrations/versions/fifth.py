"""What lists tell of papers and what pre-screening does, so that a list of a million is quick."""

from alembic import op
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from extractor.store.listing import keep_all_lists
from extractor.store.tables import decisions, list_counts, prospects, summaries, waiting

revision = "5"
down_revision = "4"

TABLES = (prospects, summaries, waiting, list_counts)

USERS = (
    "SELECT DISTINCT grantee FROM information_schema.role_table_grants "
    "WHERE table_name = 'papers' AND privilege_type = 'INSERT' AND grantee <> current_user"
)
"""Who may put papers in, in a review that was made before."""

LETTERS = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX IF NOT EXISTS summaries_by_letters ON summaries USING gin (name gin_trgm_ops)",
)
"""What finds a paper by any part of its name without looking through all names."""


def upgrade() -> None:
    """Make the tables and the index, where the first step did not already, and fill them."""
    connection = op.get_bind()
    for table in TABLES:
        table.create(connection, checkfirst=True)
    for index in decisions.indexes:
        index.create(connection, checkfirst=True)
    if connection.dialect.name != "sqlite":
        _find_by_letters(connection)
        quote = connection.dialect.identifier_preparer.quote
        for role in connection.exec_driver_sql(USERS).scalars().all():
            for table in TABLES:
                connection.exec_driver_sql(
                    f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table.name} TO {quote(role)}"
                )
    keep_all_lists(connection)


def _find_by_letters(connection: Connection) -> None:
    """Index names where the server has what it takes; where not, they are found all the same."""
    try:
        with connection.begin_nested():
            for statement in LETTERS:
                connection.exec_driver_sql(statement)
    except DBAPIError:
        return
