"""Where themes lie, which theme builds on which, and how their templates are rendered."""
