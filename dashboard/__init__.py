"""Server-rendered pages for the owner: figures that `ledger.queries` gives, nothing of their own.

In reading order:

app        the Flask app: who may look, and the headers that guard the pages
figures    what one page shows, read in one transaction
views      the page itself
wording    what a template may say: phrases, money, names
"""
