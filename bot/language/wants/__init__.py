"""What a whole message wants, and what it holds for that.

message      a whole message, and what the rules ask about it
tongue       which language it is in
corrections  a correction said alone
outgoing     goods that went to a farmer, money that came from him
tails        what a message ends in and asks by
denied       who is named only to be left out
commands     short commands about what the shop showed
enquiries    what is asked for
giving       money that changes hands
undoing      whether an entry is to be taken back, and which
reasons      the reason at the end, cut off before the rest is read
intents      the ordered rules: what is wanted
slots        what the meaning names
sums         how much money, through which till
"""
