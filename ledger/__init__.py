"""The books. Has never heard of chat, web, queues or language.

In reading order:

money        paise and the one rounding rule
errors       what the books refuse, as facts
accounts     the chart of accounts and how an account's code is made
entries      Posting and JournalEntry; a reversal
lots         what a weighed lot is worth: gross, commission, net
board        which rate of the board is in force at a minute
trade        business fact → balanced entry, one function each
settlement   clearing what a farmer is owed: due, fees, recovery, net
settings     the only reader of the environment
db, migrate  the engine and its roles; bringing a database to the present schema
people, goods, rates, terms   rooms with tables of their own
journal_tables, journal       the books' tables and the only writer
queries      everything read from the books
digest, chain                 an entry's digest and a seal's root, computed apart from the database
seals, closing                chain what was written; close days and keep their balances
audit                         prove the books, or name the row that is wrong
"""
