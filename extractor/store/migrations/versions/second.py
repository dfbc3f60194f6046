"""The steps of the codebook, and triggers that refuse to change what was recorded of it."""

from alembic import op

from extractor.store.tables import codebook_steps

revision = "2"
down_revision = "1"

REFUSED = "steps of the codebook are added, never changed or deleted"
SQLITE = (
    f"CREATE TRIGGER codebook_stays BEFORE UPDATE ON codebook_steps "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    f"CREATE TRIGGER codebook_is_kept BEFORE DELETE ON codebook_steps "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
)
POSTGRESQL = (
    f"CREATE FUNCTION refuse_codebook_change() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$",
    "CREATE TRIGGER codebook_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON codebook_steps "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_codebook_change()",
)
USERS = (
    "SELECT DISTINCT grantee FROM information_schema.role_table_grants "
    "WHERE table_name = 'decisions' AND privilege_type = 'INSERT' AND grantee <> current_user"
)
"""Who may add decisions, in a review that was made before."""


def upgrade() -> None:
    """Make the table, where the first step did not make it already, and the triggers."""
    connection = op.get_bind()
    codebook_steps.create(connection, checkfirst=True)
    is_sqlite = connection.dialect.name == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        connection.exec_driver_sql(statement)
    if not is_sqlite:
        quote = connection.dialect.identifier_preparer.quote
        for role in connection.exec_driver_sql(USERS).scalars().all():
            connection.exec_driver_sql(f"GRANT SELECT, INSERT ON codebook_steps TO {quote(role)}")
