"""When a rebuild is due, on a clock that stands still but for the waiting itself."""

import threading

from statusladder.serve.watcher import LONGEST, QUIET, Changes


class Scripted(threading.Condition):
    """A condition whose waiting moves the clock on: to the next event of the script, or to the end of the patience."""

    def __init__(self, *events: float) -> None:
        super().__init__()
        self.now = 0.0
        self.events = list(events)
        self.changes = Changes(lambda: self.now, self)

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None, "a Ctrl-C would not be heard"
        if self.events and self.events[0] < self.now + timeout:
            self.now = self.events.pop(0)
            self.changes.happened()
            return True
        self.now += timeout
        return False


def test_one_event_is_due_after_a_moment_of_peace() -> None:
    script = Scripted(3.0)
    script.changes.wait()

    assert script.now == 3.0 + QUIET


def test_a_storm_is_one_rebuild() -> None:
    script = Scripted(*(index * QUIET / 2 for index in range(8)))
    script.changes.wait()

    assert script.now == 7 * QUIET / 2 + QUIET
    assert script.events == []


def test_a_storm_without_end_is_built_while_it_lasts() -> None:
    script = Scripted(*(index * QUIET / 2 for index in range(1000)))
    script.changes.wait()

    assert abs(script.now - LONGEST) < QUIET
    script.changes.wait()
    assert abs(script.now - 2 * LONGEST) < 2 * QUIET


def test_what_happens_during_a_rebuild_calls_for_another() -> None:
    script = Scripted(1.0)
    script.changes.wait()
    script.changes.happened()  # The rebuild is running: nobody waits.
    script.now += 10
    script.changes.wait()

    assert script.now == 1.0 + QUIET + 10, "it was due long ago, so nothing had to be waited for"


def test_a_choice_is_not_waited_for() -> None:
    script = Scripted()
    script.changes.happened(at_once=True)
    script.changes.wait()

    assert script.now == 0.0


def test_a_thread_that_waits_is_woken() -> None:
    changes, built = Changes(), threading.Event()

    def build_once() -> None:
        changes.wait()
        built.set()

    thread = threading.Thread(target=build_once)
    thread.start()
    changes.happened()

    assert built.wait(10)
    thread.join()
