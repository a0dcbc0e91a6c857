"""Pages for those who look for something and talk about it."""
