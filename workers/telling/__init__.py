"""Notices in words, one function a kind: rows of the books in, phrases and facts out.

Read `words` (what a function gives), `table` (which function words which kind), then the
functions: `flowers`, `money`, `settled`, `shop`. Who is told at all is in `choice`. Nothing here
reads a balance: it stands on the notice, as it was when the fact was written.
"""
