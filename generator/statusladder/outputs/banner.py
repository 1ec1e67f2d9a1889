"""`/embed/`: a line on pages of other sites while something is wrong: the script, what it asks, and how to use it."""

import json
from collections.abc import Iterator

from statusladder.outputs.embed_script import read_banner_script
from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import make_page, title_of
from statusladder.theming.theme import Theme, integrity_of
from statusladder.views import urls, wording
from statusladder.views.embeds import Banner, build_banner, build_gap_banner, is_shown
from statusladder.views.snapshot import Snapshot
from statusladder.voice.voice import Voice


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    if not snapshot.settings.pages.embed:
        return
    settings, voice = snapshot.settings, snapshot.voice
    stories = (*snapshot.open_incidents, *snapshot.running)
    banners = [
        build_banner(story, settings, voice)
        for story in stories
        if is_shown(story, settings, snapshot.courses.library.policy)
    ]
    if snapshot.gap is not None:
        banners.append(build_gap_banner(settings, voice))
    answer = {
        "version": 1,
        "page": settings.site.url,
        "language": voice.tag,
        "banners": [_row(one, voice) for one in banners],
    }
    text = json.dumps(answer, ensure_ascii=False, indent=1)
    yield Artifact(urls.BANNER, f"{text}\n".encode(), Rank.FEED)
    script = read_banner_script()
    yield Artifact(urls.BANNER_SCRIPT, script.encode(), Rank.PAGE)
    title = title_of(voice.say("embed.title"), snapshot.frame)
    description = voice.say("embed.description", site=settings.site.name)
    shown = tuple(one.text for one in banners)
    yield make_page(
        snapshot,
        theme,
        urls.EMBED,
        "embed.html",
        title,
        description,
        Rank.INDEX,
        scripts=[script],
        script_address=urls.BANNER_SCRIPT,
        integrity=integrity_of(script),
        shown=shown,
        some=tuple(view.id for group in snapshot.groups for view in group.components)[:2],
    )


def _row(banner: Banner, voice: Voice) -> dict[str, object]:
    return {
        "id": banner.id,
        "level": banner.level,
        "critical": banner.is_critical,
        "text": banner.text,
        "dismiss": voice.say("banner.dismiss", text=banner.text),
        "url": banner.url,
        "components": banner.components,
        "ahead": banner.ahead,
        "expires_at": wording.stamp_of(banner.expires_at),
        "facts": banner.facts,
    }


OUTPUT = Output("banner", _produce)
