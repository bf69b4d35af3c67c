"""What the books say about a day, a month or a farmer; every total is a sum of postings.

periods      a period, and the month of a day
statements   a farmer's postings of a period, with what stood before and after
tallies      lots by day and flower; commission; what a farmer brought, had and lent
hours        a day's market by the hour
ages         advances by how long they have been out
standing     every account's balance at the end of a day; what moved in each till
oddities     what an owner looks at twice: reversals, typed rates, back-dating, odd weights
"""
