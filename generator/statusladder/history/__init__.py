"""What was there before, as git knows it: the base of a change, and the commit of a new file."""
