"""Glue: the only place where the pure middle meets Postgres, Redis and the queue.

In reading order:

turn       one message in, one transaction, replies as rows of the outbox
wording    replies and notices in words, addressed
answers    what the books answer to a conversation; books, pricing, register, refusals beside it
outbox     claim, send, write down; look up what is doubtful
throttle   how fast we may speak
sweep      finds what was forgotten; schedule says when
queues     queue names and nudges; jobs is what a nudge starts
place      what a worker works with
steps      named points at which a test can kill a worker
"""
