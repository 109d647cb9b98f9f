"""Uploaded bytes made into safe media, without database or HTTP. What can't be used is refused in a
sentence.
"""
