"""Forms that hosts read, held against the schemas that they publish: in this process, as these take seconds to load."""

from collections.abc import Iterable
from pathlib import Path

from check_jsonschema import main
from click.testing import CliRunner


def assert_read(schema: str, files: Iterable[Path], *options: str) -> None:
    """Fails with what check-jsonschema says where a host of that name would refuse one of the files."""
    done = CliRunner().invoke(main, ["--builtin-schema", f"vendor.{schema}", *options, *map(str, files)])
    assert done.exit_code == 0, done.output
