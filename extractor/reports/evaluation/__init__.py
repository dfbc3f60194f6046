"""The evaluation report: its page, its JSON, and the parts of both."""
