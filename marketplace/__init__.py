"""The project: settings, addresses, background work, and the table of what follows from what."""
