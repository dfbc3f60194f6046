"""Typesets the invented papers of the corpus, and writes down where their quotations stand."""
