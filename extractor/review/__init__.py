"""The page: people confirm, correct, reject and add, and settle what they disagree about.

It knows the store, not how suggestions are made: what it needs of that, pictures of pages, is
handed to it. It shows a person what that person's desk shows, and nothing else.
"""
