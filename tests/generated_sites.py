"""Whole sites as people may write them, drawn by hypothesis: any stage, any facts, good and poor words, any settings.

`sites()` draws sites that a build lets pass, however much their words owe; `sites(with_faults=True)` draws some that no
gate does. No update is dated after the site's moment but for drafts: such a file is a mistake only until its time has
come, and everything else is wrong or right for ever.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from generated_facts import COMPONENTS, ROLES, some_of
from generated_texts import public_bodies, sentences
from generated_updates import Surroundings, incident_files, maintenance_files
from statusladder.content.writer import Written, document_text, front_matter_text


@dataclass(frozen=True)
class GeneratedSite:
    """The files of a site by their paths below its folder, and the moment at which it is looked at."""

    files: Mapping[str, bytes]
    moment: datetime

    def write(self, root: Path) -> None:
        for path, content in self.files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)

    @contextmanager
    def written(self) -> Iterator[Path]:
        """The site in a folder of its own: pytest's is one for all examples of a test."""
        with tempfile.TemporaryDirectory() as folder:
            self.write(Path(folder))
            yield Path(folder)


large = settings(
    # A failure names the problem that differs; to make a whole site smaller takes minutes and tells little more.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""For tests of whole sites, which take longer to draw than hypothesis holds for right."""


_moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)
_LADDER: Mapping[str, st.SearchStrategy[Written]] = {
    "preset": st.sampled_from(("statusladder", "small-team", "tiny")),
    "policy_version": st.just("7"),
    "facts": st.fixed_dictionaries(
        {},
        optional={
            "eta": st.just({"identified": "optional"}),
            "cause": st.just({"identified": {"critical": "required", "minor": "recommended"}}),
            "apology": st.just({"resolved": "required"}),
        },
    ).filter(bool),
    "cadence": st.just({"critical": "10m", "minor": {"investigating": "4h"}}),
    "reports": st.sampled_from(("none", {"minor": {"final": "20d"}, "critical": {"preliminary": "none"}})),
    "escalation": st.just({"E01": {"major": "10"}, "E06": "none"}),
    "severities": st.just({"major": ["down_for_some", {"customers": "Nobody can pay", "internal": "Ledger"}]}),
    "guidance": st.just({"resolved": {"tone": "We say sorry."}}),
    "owners": st.just({"resolved": "scribe-of-the-day"}),
    "approvers": st.fixed_dictionaries(
        {"resolved": st.one_of(st.just("none"), st.lists(st.sampled_from(ROLES), min_size=1, unique=True))}
    ),
}
_LINT: Written = {
    "jargon": ["etcd", "quorum"],
    "internal_hosts": [".inner.tern.example"],
    "allow": ["status.tern.example"],
}
_PLAYBOOK: Mapping[str, Written] = {
    "title": "Sign-in fails",
    "severity": "major",
    "incident_title": "Signing in fails for {{who}}",
    "variables": [{"name": "who", "ask": "Who cannot sign in?", "default": "some accounts"}],
    "questions": ["Which ways of signing in fail?"],
    "owner": "identity-team",
    "version": "1",
}


def _numbers(most: int) -> st.SearchStrategy[int]:
    """None to `most`, each as often; integers() would draw its ends more often than what lies between."""
    return st.sampled_from(range(most + 1))


@st.composite
def _settings(draw: st.DrawFn, names: tuple[str, ...], private: bool) -> dict[str, Written]:
    site: dict[str, Written] = {"name": "Tern & Söhne <status>", "url": "https://status.tern.example"}
    site |= {"repository": "private" if private else "public"}
    site |= {"timezone": draw(st.sampled_from(("UTC", "Europe/Lisbon", "Asia/Kathmandu", "America/St_Johns")))}
    # What reads the pages knows English words alone; it is what they get whose language is not shipped.
    site |= {"language": draw(st.sampled_from(("en", "en", "en-GB", "nl", "he")))}
    if draw(st.booleans()):
        site["support"] = "https://help.tern.example/"
    components: list[Written] = []
    for number, name in enumerate(names):
        one: dict[str, Written] = {"id": name, "name": f"{name.title()} “{number}” <&>"}
        one |= {"group": ("Access", "Data – بيانات")[number % 2]} if draw(st.booleans()) else {}
        one |= {"owner": "storage-team", "since": "2026-02-01"} if draw(st.booleans()) else {}
        one |= {"internal_names": ["kafka-prod"], "priority": str(number + 1)} if private and number else {}
        components.append(one)
    settings: dict[str, Written] = {"site": site, "components": components}
    settings["roles"] = [{"id": "scribe-of-the-day", "name": "Scribe of the day"}]
    if draw(st.booleans()):
        settings["contacts"] = [{"text": "Support portal", "url": "https://help.tern.example/urgent"}]
    if ladder := draw(some_of(_LADDER, 0, 6)):
        settings["ladder"] = ladder  # type: ignore[assignment]
    if draw(st.booleans()):
        settings["lint"] = _LINT
    if draw(st.booleans()):
        settings["redirects"] = [{"from": "/incidents/abc123", "to": "/history/"}]
    return settings


@st.composite
def sites(draw: st.DrawFn, with_faults: bool = False) -> GeneratedSite:
    """A site with up to four incidents, three maintenances, a drill, pages and playbooks."""
    moment, private = draw(_moments), draw(st.integers(0, 3)) > 0
    names = tuple(draw(st.lists(st.sampled_from(COMPONENTS), min_size=1, max_size=4, unique=True)))
    files = {"site.yaml": front_matter_text(draw(_settings(names, private)))}
    slugs = ("sign-in-fails", "exports-late", "search-slow", "payments-declined")
    incidents = [f"{moment:%Y-%m-%d}-{slug}" for slug in slugs[: draw(_numbers(4))]]
    for name in incidents:
        others = tuple(other for other in incidents if other != name)
        told = draw(incident_files(Surroundings(moment, private, names, others)))
        files |= {f"content/incidents/{name}/{file}": text for file, text in told.items()}
    here = Surroundings(moment, private, names)
    for number in range(draw(_numbers(3))):
        planned = draw(maintenance_files(here))
        files |= {f"content/maintenance/2026-04-0{number + 1}-upgrade/{file}": text for file, text in planned.items()}
    if private and draw(st.booleans()):
        drilled = draw(incident_files(here, drilled=True))
        files |= {f"content/drills/2026-02-01-restore/{file}": text for file, text in drilled.items()}
    if draw(st.booleans()):
        keys: dict[str, Written] = {"title": "How to reach “us” & others", "summary": draw(sentences)}
        files["content/pages/how-to-reach-us.md"] = document_text(keys, draw(public_bodies))
    if draw(st.booleans()):
        review = moment + timedelta(days=draw(st.integers(-400, 400)))
        playbook = {**_PLAYBOOK, "review_by": f"{review:%Y-%m-%d}"}
        files["content/playbooks/sign-in.md"] = document_text(playbook, "Find the edge of it first.")
    typed = {path: text.encode() for path, text in files.items()}
    return GeneratedSite(draw(_damaged(typed)) if with_faults else typed, moment)


def _with_key(line: str) -> Callable[[bytes], bytes]:
    return lambda text: text.replace(b"---\n", f"---\n{line}\n".encode(), 1)


def _with_words(words: str) -> Callable[[bytes], bytes]:
    return lambda text: text + f"\n{words}\n".encode()


_FAULTS: tuple[Callable[[bytes], bytes], ...] = (
    _with_key("sevrity: major"),
    _with_key("stage: resolved"),
    _with_key("x-note: one: two"),
    _with_key("related: 2026-01-01-nowhere"),
    _with_key("\ttags: a"),
    _with_words("::: internal\nNever closed."),
    _with_words("db-prod-7 (10.2.3.4) refused the writes."),
    _with_words("{{who}} cannot sign in."),
    _with_words("[Read on](javascript:alert(1))"),
    lambda text: text + b"\xff",
    lambda text: text.replace(b"\nat: 20", b"\nat: 19", 1),
    lambda text: text.replace(b"\nstage: ", b"\nstage: un", 1),
    lambda text: text.replace(b"---\n", b"", 1),
)
"""Mistakes that stop a build, each made in one file of an update."""


@st.composite
def _damaged(draw: st.DrawFn, files: Mapping[str, bytes]) -> dict[str, bytes]:
    damaged = dict(files)
    # Of what was imported the words are not judged, so that a fault in them stops nothing.
    own = [path for path, text in files.items() if b"imported_from:" not in text]
    updates = [path for path in own if path.startswith(("content/incidents", "content/maintenance"))]
    if not updates:
        damaged["content/incident/2026-03-14-misspelt/01-notice.md"] = b"---\nstage: notice\n---\nNobody reads this.\n"
        return damaged
    for path in draw(st.lists(st.sampled_from(updates), min_size=1, max_size=2, unique=True)):
        damaged[path] = draw(st.sampled_from(_FAULTS))(damaged[path])
    return damaged
