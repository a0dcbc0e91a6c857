"""Pages about money, and the door for the provider's messages."""
