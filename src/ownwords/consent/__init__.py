"""What voices allowed, the order in which that is decided, and the one door out."""
