"""Who may open the pages, and how he proves who he is. Knows no web framework and no clock.

In reading order:

tables       what is kept about it; proofs are hashes
drawn        codes that nobody guesses: drawn, written down by people, typed back
passwords    Argon2id, and which password may be chosen
events       what happened to somebody's access: a list that nobody changes
credentials  the row that says where somebody stands; failures in a row lock it
factors      the second factor: an authenticator's codes, each counted once
recovery     ten codes for the day on which the phone is lost
proving      signing in and proving oneself again
sessions     who is signed in, on which device, until when
devices      what a browser calls itself, as people call it
codes        a one-time code by which somebody sets his password
keeping      what an admin does to the access of others
"""
