"""Everything about talking; knows the ledger's words, never its tables.

In reading order:

app        the Flask app of the door
webhook    the door in: verify → record → nudge → 200; delivery statuses too
messages   the inbox and the outbox: their tables and what is done to them
whatsapp   the door out, the only file that speaks Twilio
sessions   a conversation in Redis, stamped with the message it follows
language   pure: what was meant
dialogue   pure: what happens next
"""
