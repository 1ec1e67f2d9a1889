"""One file a source: what another tool holds becomes content files of this format."""
