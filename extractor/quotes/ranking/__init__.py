"""Which candidates are likely: their cues and company, the ranker, the best, and why."""
