"""From one paper's suggestions to one row: does it hold accounts, how many, of whom, how sure.

Nothing here excludes a paper. The row tells what speaks for and against looking at it soon, and a
paper whose text cannot be trusted is for a person to look at, whatever its figures are.
"""
