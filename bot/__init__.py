"""Everything about talking; knows the ledger's words, never its tables.

In reading order:

app              the Flask app of the door
webhook          the door in: verify → record → nudge → 200; delivery statuses too
messages         the inbox and the tables of both boxes
outgoing         the outbox: due, sending, unknown, handed over, failed
deliveries       status callbacks, which only move a message forward
whatsapp         the door out, the only file that speaks Twilio
papers_door      gives Twilio the papers that were sent, by signed links
delivery_errors  what Twilio's error codes mean for a message
contents         our templates and buttons, registered with Twilio
refusals         what the books refuse, in words: a row an error, for chat and pages
message_lines    a message as a line of a list, in or out
message_book     what came in and went out, found by what one knows of it
message_story    one message with every step of its way
resending        a failed message once more: the same words, once
failures         the messages that did not arrive, for the owner's page
sessions         a conversation in Redis, stamped with the message it follows
logs, crashes    lines and reports without people in them
language         pure: what was meant
dialogue         pure: what happens next
"""
