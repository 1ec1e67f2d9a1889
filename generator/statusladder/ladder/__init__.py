"""Pure policy: what the ladder makes of a library at a moment; no I/O and no clock."""
