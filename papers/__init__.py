"""Ledger figures → slips, statements and reports, as text, PDF, picture, Excel and CSV.

asked      which paper a message carries (pure: the dialogue names papers)
links      signed links to papers, which run out (pure)
fonts/     Noto Sans Tamil, with its licence
"""
