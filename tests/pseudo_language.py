"""A language of which nobody speaks a word: each English string accented and half as long again."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from built_once import built_once
from statusladder.publish.pipeline import publish_site
from statusladder.theming import theme as theming
from statusladder.voice.catalogue import ENGLISH, Catalogue, Message, shipped

ACCENTS = "äçéîñöüýÄÇÉÎÑÖÜÝ·"
_ACCENTED = str.maketrans("aceinouyACEINOUY", "äçéîñöüýÄÇÉÎÑÖÜÝ")


def publish_in_pseudo_language(root: Path, folder: Path, now: datetime, *, internal: bool = False) -> None:
    """Publishes the site in `root` in it."""
    publish_with(_pseudo(shipped(ENGLISH)), root, folder, now, internal=internal)


def demo_in_pseudo_language(factory: pytest.TempPathFactory, root: Path, now: datetime) -> Path:
    """What the demo in `root` publishes in it, with what is for its own people; nobody may change it.

    It is published as if the company had written it in a third language, so that its texts are marked as theirs.
    """

    def publish(folder: Path) -> None:
        for name in ("content", "themes"):
            shutil.copytree(root / name, folder / "site" / name)
        settings = (root / "site.yaml").read_text(encoding="utf-8")
        (folder / "site" / "site.yaml").write_text(settings.replace("language: en", "language: fi"), encoding="utf-8")
        publish_in_pseudo_language(folder / "site", folder / "public", now, internal=True)

    return built_once(factory, "pseudo language", publish) / "public"


def publish_with(catalogue: Catalogue, root: Path, folder: Path, now: datetime, *, internal: bool = False) -> None:
    """Publishes the site in `root` in the strings of a catalogue."""
    with pytest.MonkeyPatch.context() as here:
        here.setattr(theming, "catalogue_for", lambda tag: catalogue)
        publication = publish_site(root, folder, now, now, lambda count: None, frozen=True, internal=internal)
    assert publication.outcome is not None


def _pseudo(catalogue: Catalogue) -> Catalogue:
    """Each text accented and half as long again, but for patterns of dates, which no reader sees."""
    return Catalogue(
        catalogue.language,
        {
            key: Message({category: _stretched(parts) for category, parts in message.forms.items()})
            if not key.startswith("time.pattern")
            else message
            for key, message in catalogue.messages.items()
        },
    )


def _stretched(parts: tuple[str, ...]) -> tuple[str, ...]:
    length = sum(map(len, parts[::2]))
    accented = [part if position % 2 else part.translate(_ACCENTED) for position, part in enumerate(parts)]
    accented[-1] += "·" * (length // 2)
    return tuple(accented)
