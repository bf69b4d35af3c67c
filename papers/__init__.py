"""Ledger figures → slips, statements and reports. Empty yet: the chat receipt is a phrase."""
