"""The review's database: papers, suggestions, and the append-only record of what people decided.

Everything that can be derived from the record (what is open, agreed, disputed; accounts, counts) is
derived; where that would be slow it is kept in tables that can be made anew from the record.
"""
