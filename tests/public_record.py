"""The public record of GitHub's incidents, as it was downloaded, for tests that take all of it through the program."""

from pathlib import Path

from night import some


def public_record(real_data: Path, folder: Path, by_day: int) -> Path:
    """A folder with the record: all incidents by night, as many as `by_day` by day."""
    lines = (real_data / "github-incidents" / "parsed" / "incidents.jsonl").read_text(encoding="utf-8").splitlines()
    record = folder / "record"
    record.mkdir()
    (record / "incidents.jsonl").write_text("".join(f"{line}\n" for line in some(lines, by_day)), encoding="utf-8")
    return record
