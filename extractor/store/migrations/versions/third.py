"""The papers that could not be used."""

from alembic import op

from extractor.store.tables import failures

revision = "3"
down_revision = "2"

USERS = (
    "SELECT DISTINCT grantee FROM information_schema.role_table_grants "
    "WHERE table_name = 'papers' AND privilege_type = 'INSERT' AND grantee <> current_user"
)
"""Who may put papers in, in a review that was made before."""


def upgrade() -> None:
    """Make the table, where the first step did not make it already."""
    connection = op.get_bind()
    failures.create(connection, checkfirst=True)
    if connection.dialect.name == "sqlite":
        return
    quote = connection.dialect.identifier_preparer.quote
    for role in connection.exec_driver_sql(USERS).scalars().all():
        connection.exec_driver_sql(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON failures TO {quote(role)}"
        )
