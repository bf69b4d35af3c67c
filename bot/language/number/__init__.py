"""Numbers in digits and in the words of three ways of writing.

number_words  the number words, by sound and by spelling
atoms         a number word → its atoms
number_sums   atoms → their sum
numbers       tokens → numbers
spoken        a phrase that is one number
"""
