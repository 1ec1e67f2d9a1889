"""Writing the next file: what it has to say, what carries over, and how it comes to disk without losing a word."""
