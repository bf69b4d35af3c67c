"""What each figure counts, and which day is meant.

figures      what each figure of a line counts
paise        rupees and paise that are one sum
weights      what a unit makes of a figure
unit_prices  the price of one
articles     `oru` before another number counts nothing
restated     what is said twice: put right, or one of two
doubts       words that may be one number or two
dates        a day and its month
periods      days, weeks, months
"""
