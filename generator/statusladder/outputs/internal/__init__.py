"""What the site's own people read: members of this room run in an internal build only."""
