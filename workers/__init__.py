"""Glue: the only place where the pure middle meets Postgres, Redis and the queue."""
