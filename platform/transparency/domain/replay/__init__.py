"""Work that was done on Mechanical Turk, reckoned with our own functions."""
