"""The office: the pages of the owner and his staff. Figures and acts are the ledger's, never ours.

In reading order:

office       what it stands on: the books, a key, a clock
room, rooms  a page names its address and the act it takes; all rooms of the office
pages/       one file a room, or two where a form is long
app          the Flask app: every page behind one guard
serving      who comes, whether he may, the transaction, what becomes of errors
desk         what a page works with
forms, filling     a form as it was sent; a form as it is shown again
wording      what a template may say: phrases, money, names
navigation   the menu, for whom
safety, limits     what browsers have to obey; how often one may call
access/      who is signed in, and how he proves it
finding      which farmers somebody means who types a name
trail        who changed what, of all books in one order
charts, chart_figures, bare_svg    pictures of figures, and the figures
drawing, draw_apart                files that take long
files        addresses of our own style and scripts

Templates are in `templates/<room>/`, words in `locales/*/pages/<room>.po`.
"""
