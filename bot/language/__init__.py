"""Pure: a typed message → its meaning. No clock, no database.

meaning    what a message can mean
shop       the names that a shop knows: farmers, flowers, limits
"""
