"""What workers take away on paper.

Nothing here hands out work, lists it or judges it, so it may read what an hour of it paid.
"""
