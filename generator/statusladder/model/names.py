"""Which names in a site's folder are nobody's content, so that reading and watching pass over the same ones."""

WELL_KNOWN = ".well-known"
"""The one name with a dot that the web itself gives to addresses (RFC 8615)."""


def is_passed_over(name: str) -> bool:
    """Dot files, but for the one that is an address, and what editors leave beside an open file: `name~` is a backup,
    `#name#` is what is not saved yet."""
    if name == WELL_KNOWN:
        return False
    return name.startswith(".") or name.endswith("~") or (len(name) > 1 and name[0] == name[-1] == "#")
