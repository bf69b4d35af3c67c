"""How a message is written: one spelling, tokens, sound, slips, case endings.

fold     one spelling for what looks the same
tokens   lines of words, numbers, times, dates, signs
key      one key for a word as it sounds, in either script
endings  case endings cut off
near     misspelt words
lexicon  the word lists of `locales/lexicon`
"""
