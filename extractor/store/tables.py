"""The tables of a review, for SQLite and PostgreSQL alike.

``decisions`` is the record: rows are added, never changed (triggers refuse, see ``migrations``),
and only by persons (the foreign key asks for it). ``codebook_steps`` is that of the codebook:
``RECORD`` names both.
``standing``, ``heads`` and ``tallies`` hold nothing of their own: they are the record's latest
state, kept for speed; so are ``summaries``, ``waiting`` and ``list_counts``, what lists tell.
``prospects`` are the rows of pre-screening: estimates of a machine, and no part of the record.
"""

from collections.abc import Collection

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite

metadata = MetaData()


def _index_where(condition: str, name: str, *columns: str) -> Index:
    """An index of the rows alone for which a condition holds, on either database."""
    where = text(condition)
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


annotators = Table(
    "annotators",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("name", Text, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("link_hash", String(64), nullable=False, unique=True),
    Column("secret_hash", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("added", String(32), nullable=False),
    UniqueConstraint("id", "kind"),
    CheckConstraint("kind IN ('person', 'machine')", name="person_or_machine"),
)

papers = Table(
    "papers",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("document", String(64), nullable=False),
    Column("pages", Integer, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("suggestions", Integer, nullable=False),
    Column("added", String(32), nullable=False),
    Column("reference", JSON(none_as_null=True)),
)

failures = Table(
    "failures",
    metadata,
    Column("paper", String(64), primary_key=True),
    Column("source", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("message", Text, nullable=False),
    Column("added", String(32), nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("paper", ForeignKey("papers.id"), nullable=False, index=True),
    Column("reader", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("paper", ForeignKey("papers.id"), nullable=False),
    Column("document", ForeignKey("documents.digest"), nullable=False),
    Column("mark", String(60), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("score", Float, nullable=False),
    Column("detector", Text, nullable=False),
    Column("told", JSON, nullable=False),
    UniqueConstraint("document", "mark", "detector"),
    Index("suggestions_of_paper", "paper", "document"),
)

assignments = Table(
    "assignments",
    metadata,
    Column("paper", ForeignKey("papers.id"), primary_key=True),
    Column("annotator", ForeignKey("annotators.id"), primary_key=True),
    Column("place", Integer, nullable=False),
)

blind_pages = Table(
    "blind_pages",
    metadata,
    Column("paper", ForeignKey("papers.id"), primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("probability", Float, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("annotator", String(40), nullable=False),
    Column("kind", String(10), nullable=False, server_default="person"),
    Column("number", Integer, nullable=False),
    Column("paper", ForeignKey("papers.id"), nullable=False),
    Column("document", ForeignKey("documents.digest"), nullable=False),
    Column("at", String(32), nullable=False),
    Column("phase", String(20), nullable=False),
    Column("mark", String(60), nullable=False),
    Column("existence", String(10)),
    Column("start", Integer),
    Column("end", Integer),
    Column("suggested_start", Integer),
    Column("suggested_end", Integer),
    Column("eligibility", String(20)),
    Column("speaker", Text),
    Column("voice", String(20)),
    Column("themes", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("step", String(20)),
    Column("page", Integer),
    Column("score_shown", Boolean, nullable=False),
    Column("themes_shown", Boolean, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("undoes", Integer),
    Column("settlement", String(60), nullable=False),
    Column("outcome", String(10)),
    Column("settles", JSON, nullable=False),
    Column("joint", Boolean, nullable=False),
    Column("simulated", Boolean, nullable=False),
    Column("key", String(60), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    ForeignKeyConstraint(["annotator", "kind"], ["annotators.id", "annotators.kind"]),
    CheckConstraint("kind = 'person'", name="only_people_decide"),
    UniqueConstraint("annotator", "number"),
    UniqueConstraint("annotator", "key"),
    Index("decisions_of_paper", "paper", "annotator"),
    _index_where("step = 'finish'", "decisions_that_finish", "paper", "annotator"),
    _index_where(
        "step IN ('leave unread', 'take up again')", "decisions_that_stop", "annotator", "number"
    ),
)

standing = Table(
    "standing",
    metadata,
    Column("annotator", ForeignKey("annotators.id"), primary_key=True),
    Column("paper", ForeignKey("papers.id"), primary_key=True),
    Column("decided", Integer, nullable=False),
    Column("unsure", Integer, nullable=False),
    Column("open", Integer, nullable=False),
    Column("pages_open", Integer, nullable=False),
    Column("finished", Boolean, nullable=False),
    Column("screened", String(20)),
)

heads = Table(
    "heads",
    metadata,
    Column("annotator", ForeignKey("annotators.id"), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)

tallies = Table(
    "tallies",
    metadata,
    Column("paper", ForeignKey("papers.id"), primary_key=True),
    Column("agreed", Integer, nullable=False),
    Column("conflicts", Integer, nullable=False),
    Column("settled", Integer, nullable=False),
    Column("accounts", Integer, nullable=False),
)

PLACES = (
    "ranked", "ranked_any", "ranked_service_user", "ranked_lay", "ranked_professional",
    "ranked_unclear", "by_topic", "by_expected",
)  # fmt: skip
"""The orders that pre-screening gives, by what columns hold a paper's place in each."""

prospects = Table(
    "prospects",
    metadata,
    Column("document", ForeignKey("documents.digest"), primary_key=True),
    Column("kind", String(20), nullable=False),
    *(Column(place, BigInteger, nullable=False) for place in PLACES),
    Column("told", JSON, nullable=False),
)

summaries = Table(
    "summaries",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("paper", ForeignKey("papers.id"), nullable=False, unique=True),
    Column("waits", String(10), nullable=False),
    Column("screening", String(10), nullable=False),
    Column("verdict", String(20)),
    Column("reason", Text, nullable=False),
    Column("blind_pages", Integer, nullable=False),
    Column("expected", Float, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    *(Column(place, BigInteger, nullable=False) for place in PLACES),
    Index("summaries_by_what_waits", "waits", "number"),
    Index("summaries_by_screening", "screening", "number"),
    Index("summaries_by_kind", "kind", "number"),
    *(Index(f"summaries_{place}", place, "number") for place in PLACES),
    _index_where("verdict <> 'unread'", "summaries_that_are_decided", "ranked", "number"),
    _index_where(
        "screening = 'unread'", "summaries_that_are_left_unread", "kind", "ranked", "number"
    ),
    _index_where("screening <> 'unread'", "summaries_that_may_be_left", "ranked", "number"),
)

waiting = Table(
    "waiting",
    metadata,
    Column("annotator", ForeignKey("annotators.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("paper", ForeignKey("papers.id"), nullable=False, index=True),
    Column("waits", String(10), nullable=False),
    Column("screening", String(10), nullable=False),
    Column("verdict", String(20)),
    Column("reason", Text, nullable=False),
    Column("is_blind", Boolean, nullable=False),
    Column("kind", String(20), nullable=False),
    Index("waiting_by_what_waits", "annotator", "waits", "number"),
    Index("waiting_by_screening", "annotator", "screening", "number"),
    Index("waiting_by_is_blind", "annotator", "is_blind"),
)

list_counts = Table(
    "list_counts",
    metadata,
    Column("annotator", String(40), primary_key=True),
    Column("what", String(20), primary_key=True),
    Column("value", String(40), primary_key=True),
    Column("reason", Text, primary_key=True),
    Column("papers", Integer, nullable=False),
)
"""How many papers of an annotator, or ("") of all, have which value in their row of a list."""

codebook_steps = Table(
    "codebook_steps",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("person", ForeignKey("annotators.id")),
    Column("kind", String(10), nullable=False),
    Column("content", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("key", String(60), nullable=False, unique=True),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
)

RECORD = (decisions.name, codebook_steps.name)
"""The tables that are only added to; on a server the page's role gets no right to do more."""


def upsert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that can tell what to do where the row is there already."""
    kind = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return kind(table)


def among(column: ColumnElement[str], values: Collection[str] | None) -> ColumnElement[bool]:
    """Whether a column has one of these values; None: whatever it has."""
    return true() if values is None else column.in_(values)
