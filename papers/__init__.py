"""Ledger figures → slips, statements and reports, as text, PDF, picture, Excel and CSV.

asked        which paper a message carries (pure: the dialogue names papers)
making       gathers from the books what a paper says; wording has the names
slip_parts   what a slip says, in no language yet
slip         the slip as a text; slip_page draws it, picture makes a PNG of it
statement    a farmer's statement, as a text and as a table
reports/     the shop's reports as tables (table)
lot_list     lots as a list to be kept
forms        a slip or a report in the form that somebody asked for
table_text, table_csv, table_xlsx, table_pdf    one writer a form
blocks, pen  pages made of blocks; the only user of fpdf2
files        the paper of a message as a file; links signs where it is fetched
plain_text   the whole book as a journal that hledger and beancount read
fonts/       Noto Sans Tamil, with its licence
"""
