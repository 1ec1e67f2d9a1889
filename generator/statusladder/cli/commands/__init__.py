"""One file a command; each defines the constant COMMAND."""
