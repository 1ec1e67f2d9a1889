"""Finds links whose address could run a script or leave the web, before they are published."""

from statusladder.markup.html import SAFE_SCHEMES, addresses, unsafe_scheme
from statusladder.model.problem import Place, Problem


def find_unsafe_links(text: str, path: str, first_line: int) -> list[Problem]:
    """A Problem (G005) for each link or image with a scheme beyond `SAFE_SCHEMES`; code is not looked at."""
    if ":" not in text and "&" not in text:
        return []
    problems = []
    for address in addresses(text):
        scheme = unsafe_scheme(address)
        if scheme is not None:
            line = first_line + _line_within(text, address, scheme)
            sentence = f"a link leads to a '{scheme}:' address"
            mend = f"use one that begins with {', '.join(f'{name}:' for name in SAFE_SCHEMES)}, or a relative one"
            problems.append(Problem(Place(path, line), "G005", sentence, mend))
    return problems


def _line_within(text: str, address: str, scheme: str) -> int:
    """The line, from 0, on which the address stands; of its scheme when the address was written another way."""
    lines = text.split("\n")
    for wanted in (address, f"{scheme}:"):
        for number, line in enumerate(lines):
            if wanted.casefold() in line.casefold():
                return number
    return 0
