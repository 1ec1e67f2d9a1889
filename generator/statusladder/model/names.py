"""Which names in a site's folder are nobody's content, so that reading and watching pass over the same ones."""


def is_passed_over(name: str) -> bool:
    """Dot files, and what editors leave beside an open file: `name~` is a backup, `#name#` is what is not saved yet."""
    return name.startswith(".") or name.endswith("~") or (len(name) > 1 and name[0] == name[-1] == "#")
