"""Glue: the only place where the pure middle meets Postgres, Redis and the queue.

In reading order:

turn       one message in, one transaction, replies as rows of the outbox
hearing    what came in, as the dialogue hears it; which question a typed number answers
wording    replies and notices in words, addressed
answers    what the books answer to a conversation, a family a file in answering/
rights     which request of a conversation is which act of the ledger's policy
pricing, register    what answers share: a lot's price, people and goods
notices    what was noted is worded and put into the outbox; telling/ has the words
outbox     claim, send, write down; look up what is doubtful
enclosing  draws the paper that a message carries
throttle   how fast we may speak
chores     what is done every day at its hour; regular catches it up, schedule nudges
sweep      finds what was forgotten
queues     queue names and nudges; jobs is what a nudge starts
place      what a worker works with
steps      named points at which a test can kill a worker
"""
