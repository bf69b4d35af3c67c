"""The shop's reports: what the books say (`ledger.reports`), laid out as tables.

catalogue  every report by its name
days       the day book; a day in short
goods      rates and arrivals; commission
money      advances and their age; the trial balance
looks      what an owner looks at twice
months     the month: summary, farmers, lots, advances, settlements
"""
