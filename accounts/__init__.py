"""People and organisations: who acts, for whom, and what they may do."""
