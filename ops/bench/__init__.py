"""How long things take on this machine.

turn       one message, from the webhook to its reply at Twilio's door
listener   the Twilio of the bench: takes everything and looks at the clock
empty      a Flask view that does nothing, for comparison
parse      a message understood, in a shop of 2,000 farmers
crowd      those farmers: names, initials, villages, namesakes
"""
