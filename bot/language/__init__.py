"""Pure: a typed message → its meaning. No clock, no database.

In reading order:

meaning        what a message can mean
shop           the names that a shop knows: farmers, flowers, limits
understanding  fold → tokens → parts → figures → intent → slots
text           how it is written: one spelling, tokens, sound, slips, case endings
vocabulary     the words of the trade and of everyday talk
number         numbers in digits and words
naming         farmers, flowers, qualities, and the words of one shop
parts, reading a line as farmers, flowers, figures, words
measures       what each figure counts; days, weeks, months
wants          what the whole message wants, and what it holds for that
lots           which figures belong to whom, and what must be asked
teaching       which words a shop may teach
contract       the meaning as `malar parse` prints it
"""
