"""firsthand: find, confirm and code the first-hand accounts in published qualitative research."""
