"""What an import file may say, before any of it is believed. Knows no database.

sheets   a JSON or CSV file → rows with their numbers
fields   what a cell may hold: one rule each
faults   everything that is wrong, named so that it can be mended
rows     rows → farmers, flowers and limits, or every fault at once

`ops.importing` takes the result into the book.
"""
