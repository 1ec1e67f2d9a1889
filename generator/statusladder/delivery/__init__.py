"""Sends the messages that were written: to which addresses, in which order, how often it is tried, what was sent."""
