"""Who else counts what the channels send."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from short_texts import PostCounter


@pytest.fixture(scope="module")
def post_counter(node_clients: Path) -> Iterator[PostCounter]:
    counter = PostCounter(node_clients)
    yield counter
    counter.close()
