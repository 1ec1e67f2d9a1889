"""`/internal/ownership/` and `/internal/ownership.json`: who owns which component, fills which role, decides what."""

import json
from collections.abc import Iterator

from statusladder.outputs.interface import Artifact, InternalOutput, Rank
from statusladder.outputs.internal.page import make_internal_page
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.internal import InternalSnapshot
from statusladder.views.ownership import ownership_as_data, rights_by_stages, role_words, team_words


def _produce(inside: InternalSnapshot, theme: Theme) -> Iterator[Artifact]:
    teams = inside.settings.all_teams
    yield make_internal_page(
        inside,
        theme,
        urls.OWNERSHIP,
        "internal/ownership.html",
        inside.public.voice.say("ownership.title"),
        rights=rights_by_stages(inside.ownership.decision_rights),
        role_words=role_words,
        team_names={team.id: team_words(team.id, teams) for team in teams},
        roles_of={holding.team.id: holding.roles for holding in inside.ownership.holdings},
    )
    data = ownership_as_data(inside.ownership, inside.settings)
    yield Artifact(urls.OWNERSHIP_JSON, f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode(), Rank.FEED)


OUTPUT = InternalOutput("ownership", _produce)
