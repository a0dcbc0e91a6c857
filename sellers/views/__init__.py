"""Pages of sellers, by what they are for."""
