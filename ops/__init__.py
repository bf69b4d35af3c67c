"""Above everything: the `malar` command, embedded servers, simulator, demo shop, benches."""
