"""How far people agree: whose spans are one unit, and the figures that follow from it."""
