"""Messages as people type them, and how well the parser understands them (`README.md`).

cases      the corpus, read
scoring    what was understood against what was meant
"""
