"""Above everything: the `malar` command, embedded servers, simulator, demo shop, benches.

cli, commands/, refusal    the command line, a group a file, loaded when it is called
imports/           a shop comes in by a file (importing)
environment, whereabouts    what was set from outside, and what is made up where it is missing
embedded, daemons/          Postgres and Valkey from wheels
supervisor, programs, stack, leash, logfile, upkeep    everything under one supervisor
simulator/         stands in for Twilio, with phones to type on
demonstration, demo_shop/   a shop of a month's standing
rehearse, rehearsal, transcript, saying    talking to the bot from a terminal
bench/             one message, measured
"""
