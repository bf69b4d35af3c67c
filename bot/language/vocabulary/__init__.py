"""The words of the trade and of everyday talk: phrase → concept.

verbs   verbs by stem and ending
bent    nouns with an ending of speech
listed  the word lists, the verbs among them, as tables
words   commands, units, days, honorifics: phrase → concept
talk    words of other things than the trade
"""
