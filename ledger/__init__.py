"""The books. Has never heard of chat, web, queues or language.

Pure, in reading order:

money, errors  paise and the one rounding rule; what the books refuse, as facts
accounts       the chart of accounts and how an account's code is made
entries        Posting and JournalEntry; a reversal
lots, board    what a weighed lot is worth; which rate is in force at a minute
trade          trade fact → balanced entry, one function each
settlement     clearing what a farmer is owed: due, fees, recovery, net; fees are reckoned in fees
cycles, advance_ages, slip_code   whose cycle ends; how old an advance is; a slip's check code
digest, chain  an entry's digest and a seal's root, computed apart from the database
roles, policy, reasons             what somebody may be and may do; why it was done, in a line

Writing, from the ground up:

settings, db, migrate             the only reader of the environment; the engine and its roles
journal_tables, journal, queries  the books' tables, their only writer, everything read from them
people, goods, rates, terms, fee_kinds, shop_profile   the shop's lists, each with its table
register/, history, acting        changing those lists; what they were, and who changed them
notices, consents                 who is to be told of a fact; who agreed to be told
approvals, second_acts            what needs two people; doing it when the second says yes
entering, dating, limits          who enters it, on which day it may stand, how large it may be

What a shop does all day:

lot_pricing, lot_entry, lot_errors       a stated lot gets its price; lots are written; why not
advances, advance_book, advance_tables   lending: each step; what stands about it
money_moves, payouts                     the shop's own money; farmers are paid
corrections, putting_right               what stands wrong is put right
correction_looks                         what that would come to, before it is written
settlements/                             settling with one farmer
settlement_run, run_walk, run_proof, run_book   settling with everybody

Looking back:

waiting, standing, movements   what waits, counted; what stands where; money that passed
lot_book           the lots, sought and summed; what became of one
rate_book          what came on the board, by whom, through what
term_book          how the terms came to be what they are
trail              which part of a history somebody reads; entry_book, ask_book are read so too
reports/           what a statement or a report says
seals, closing     chain what was written; close days and keep their balances
audit/             prove the books, or name the row that is wrong
"""
