"""What the demo world's sellers sell, written down by hand."""
