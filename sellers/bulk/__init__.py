"""Many listings at once: found again, compared, written with COPY in one transaction a batch."""
