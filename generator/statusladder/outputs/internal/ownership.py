"""`/internal/ownership/` and `/internal/ownership.json`: who owns which component, fills which role, decides what."""

import json
from collections.abc import Iterator
from functools import partial

from statusladder.model.vocabulary import Severity
from statusladder.outputs.interface import Artifact, InternalOutput, Rank
from statusladder.outputs.internal.page import make_internal_page
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.internal import InternalSnapshot
from statusladder.views.ownership import ownership_as_data, rights_by_stages, say_purpose, team_words
from statusladder.views.policy_words import say_definitions, say_shipped_role


def _produce(inside: InternalSnapshot, theme: Theme) -> Iterator[Artifact]:
    teams, voice = inside.settings.all_teams, inside.public.voice
    yield make_internal_page(
        inside,
        theme,
        urls.OWNERSHIP,
        "internal/ownership.html",
        voice.say("ownership.title"),
        rights=rights_by_stages(inside.ownership.decision_rights, voice),
        say_role=partial(say_shipped_role, voice=voice),
        say_purpose=partial(say_purpose, voice=voice),
        team_names={team.id: team_words(team.id, teams) for team in teams},
        severities={
            voice.say(f"severity.{one.value}"): say_definitions(inside.policy, one, voice, for_team=True)
            for one in Severity
        },
        roles_of={holding.team.id: holding.roles for holding in inside.ownership.holdings},
    )
    data = ownership_as_data(inside.ownership, inside.settings, voice)
    yield Artifact(urls.OWNERSHIP_JSON, f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode(), Rank.FEED)


OUTPUT = InternalOutput("ownership", _produce)
