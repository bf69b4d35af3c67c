"""The commands of `malar`, by what they are for.

here     what every command knows: the home and the environment
running  demo, up, web, worker: programs that stay
books    migrate, import, balance, audit: one look at the books, or one change
talking  say, rehearse: a conversation from the terminal
measuring  bench
"""
