"""Messages: one file for each channel that says an update somewhere else than on the page."""
