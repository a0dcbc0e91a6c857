"""Product feeds: a seller's goods as Google and Meta read them, for one country, language and currency."""
