"""Which figures belong to whom, and what must be asked.

beside       list numbers, page numbers, totals: no lots
clauses      a line cut where a lot may end
shared       figures said once for several
lot_numbers  which of the lots that were shown
headings     what stands over the lines that follow
lot          one lot as it is stated
lots         lines of parts → lots
items        a lot → exact figures, and what must be asked
rates        rates that stand with no lot, or with all of them
"""
