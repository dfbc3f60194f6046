"""The themes that accounts are sorted under: the codebook, and what is learned from decisions."""
