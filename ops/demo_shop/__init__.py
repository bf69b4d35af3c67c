"""Malar Flowers, Mattuthavani, Madurai: a shop that never was, with a month behind it.

Same seed, same day, same books. In reading order:

shop.json   60 farmers and 15 flowers, in the shape that `malar import` takes
staff       Selvi and Kannan at the scale, Meenakshi who owns the shop
chance      dice that fall the same way every time
market      what a flower fetches on a day, and how the rate moves through the morning
arrivals    who comes when, with what, and how much of it
pricing     a weighing gets its price
till        money: buyers pay, farmers are lent to, settled with and paid
day         writes a market day
fill        writes all of it; `fill(engine, today=…)` may be called again and again
"""
