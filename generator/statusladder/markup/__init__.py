"""Markdown becomes safe HTML for pages and plain prose for everything that takes only words."""
