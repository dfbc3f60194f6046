"""Quotation marks: glyph by glyph, how they pair, and the stretches that they enclose."""
