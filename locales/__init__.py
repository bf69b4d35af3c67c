"""How things are worded: the catalogs and the only user of Babel.

facts      the typed things a phrase can mention: money, weight, a name in both scripts
phrases    (phrase, facts, language) → text
templates  the message templates WhatsApp approves, for outside the 24-hour window
"""
