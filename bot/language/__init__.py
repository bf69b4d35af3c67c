"""Pure: a typed message → its meaning. No clock, no database.

In reading order:

meaning        what a message can mean
shop           the names that a shop knows: farmers, flowers, limits
understanding  fold → tokens → parts → figures → intent → slots
fold           one spelling for what looks the same
tokens         lines of words, numbers, times, dates, signs
key            one key for a word as it sounds, in either script
lexicon        the word lists of `locales/lexicon`
verbs, bent    verbs by stem and ending; nouns with an ending of speech
listed         the word lists, the verbs among them, as tables
words          commands, units, days, honorifics: phrase → concept
number_words   the number words, by sound and by spelling
atoms          a number word → its atoms
number_sums    atoms → their sum
numbers        tokens → numbers
spoken         a phrase that is one number
endings        case endings cut off
near           misspelt words
names, people, around, codes
               which farmer, where he is named, what stands around his name
joined         words written together, cut
flowers        which flower
qualities      a shop's own words for its quality adjustments
doubts         words that may be one number or two
parts, reading a line as farmers, flowers, figures, words
figures, paise, articles
               what each figure counts
weights, unit_prices
               what a unit makes of a figure; the price of one
restated       what is said twice: put right, or one of two
corrections    what stands of a correction said alone
lot_numbers    which of the lots that were shown
dates, periods a day and its month; days, weeks, months
denied         who is named only to be left out
tongue         which language it is in
talk           words of other things than the trade
message        a whole message, and what the rules ask about it
undoing        whether an entry is to be taken back, and which
reasons        the reason at the end, cut off before the rest is read
intents        the ordered rules: what is wanted
commands       short commands about what the shop showed
enquiries      what is asked for
giving         money that changes hands
slots, sums    what the meaning names; how much money, through which till
beside         list numbers, page numbers, totals: no lots
headings, clauses, shared, lots, lot, items
               which figures belong to whom; what must be asked
rates          rates that stand with no lot, or with all of them
"""
