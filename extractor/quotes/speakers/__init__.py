"""Who speaks: labels and where they stand, whom sentences name, and whose voice it is."""
