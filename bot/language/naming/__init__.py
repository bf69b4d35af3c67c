"""Who and what is named: farmers, flowers, qualities, and the words of one shop.

names      which farmer is meant
flowers    which flower
qualities  a shop's own words for its quality adjustments
book       what reading looks things up in: a shop's names and words, and the day
codes      a farmer named by his code
around     what stands around a name: initials, villages, titles
people     where a farmer is named
kin        somebody of whom only a relative is named
pieces     what a part of a word written together may be
joined     words written together, cut
"""
