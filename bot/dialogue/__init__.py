"""Pure: (conversation, event) → (conversation, effects). No clock, no I/O.

events     everything a conversation can hear (events_money: about money, events_entry: the book)
effects    everything it can ask for (effects_money)
states     every state, frozen (states_money, states_entry); saving: versioned JSON
machine    step(conversation, event) → Step
routes     which conversation owns a state, an answer, an intent

arrival, asking, measured, slips   lots: stated, asked about, shown
draft_answers, amending  what is answered to a draft; what a message changes about a lot
correction, quoting      written lots put right; what a message under a quoted one means
rates, undo, menu        the board; taking back; help, language, what was not understood
money, money_wording     advances, payments, repayments
enquiry, advance_list, statement   what is asked about a farmer
settlements, settlement_wording    shown, drafted, accepted, questioned
settlement_figures       from the gross to the net, for chat and notices
decisions, open_questions          what the owner decides; which notice a number answers
consent                  STOP, START, what is kept of a person
"""
