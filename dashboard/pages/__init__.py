"""One file a room of the office; `dashboard.rooms` lists them."""
