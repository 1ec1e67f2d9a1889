"""What a new site is given besides its settings: each member is a set of files, found and never listed."""
