"""Publishing: from content to a folder that is safe to serve at every instant."""
