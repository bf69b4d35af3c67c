"""Server-rendered pages for the owner: figures that `ledger.queries` gives, nothing of their own."""
