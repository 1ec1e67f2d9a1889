"""What stops the writing of a file, in words that a person can act on at once."""


class AuthoringError(Exception):
    """One sentence on what is in the way and one on the fix, both in the form of a `Problem`."""

    def __init__(self, sentence: str, fix: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fix = fix
