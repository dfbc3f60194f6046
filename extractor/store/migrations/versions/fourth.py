"""What a database of literature says of a paper, kept with it."""

import sqlalchemy
from alembic import op

from extractor.store.tables import papers

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """Add the column, where the first step did not make it already."""
    known = {
        column["name"] for column in sqlalchemy.inspect(op.get_bind()).get_columns(papers.name)
    }
    if papers.c.reference.name not in known:
        op.add_column(papers.name, sqlalchemy.Column("reference", papers.c.reference.type))
