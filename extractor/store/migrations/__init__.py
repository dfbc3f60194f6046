"""How a review's tables came to be what they are, step by step (Alembic)."""
