"""What the books answer, a family of requests a file; `workers.answers` says who may ask.

desk   the transaction, the speaker and the moment that every answer works with
lots   what they are worth, writing them, a day's list
undo   the entry that is meant, and its mirror
board  today's rates, and setting them
sums   advances, payments and repayments: what they come to, and moving them
decisions  advances and what waits for an admin
settled    settlements: looked at, drafted, approved, answered; the slip
statement  what happened on a farmer's accounts
consents   notices on and off, tasks for the shop, which notice a number answers
"""
