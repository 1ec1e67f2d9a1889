"""Takes a file for one program at a time, without waiting for another that has it.

Short because builds and announcements share it, and nothing else of each other.
"""

import sys

if sys.platform == "win32":

    def try_lock(descriptor: int) -> bool:
        # Windows has no flock: two at a time are not noticed there.
        return True

else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        """Whether an open file is ours now; the system releases it when the program ends, however that happens."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
