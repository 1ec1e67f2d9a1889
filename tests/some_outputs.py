"""What some outputs publish of a site, for tests that ask about no other: a whole build costs several times as much."""

import shutil
from datetime import datetime
from pathlib import Path

from statusladder.discovery import find_members
from statusladder.ladder.publication import public_part_of
from statusladder.model.problem import Gate
from statusladder.outputs.interface import Output
from statusladder.publish.judgement import judge_site
from statusladder.publish.theme import find_theme
from statusladder.views.snapshot import take


def publish_some(root: Path, destination: Path, now: datetime, *names: str) -> Path:
    """Fills the folder with the files of the outputs of these names, as a build of the site makes them at `now`.

    Nothing else is left in the folder, and no problem stops it but those that stop a build.
    """
    judged = judge_site(root, None, Gate.BUILD)
    assert judged.library is not None
    assert judged.blocking(Gate.BUILD) == ()
    public = public_part_of(judged.library, now)
    theme = find_theme(root, public.settings.theme, public.settings.site.logo)
    snapshot = take(public, now, catalogue=theme.catalogue_for(public.settings.site.language))
    found = {one.name: one for one in find_members("statusladder.outputs", "OUTPUT", Output)}
    shutil.rmtree(destination, ignore_errors=True)
    for artifact in (artifact for name in names for artifact in found[name].produce(snapshot, theme)):
        file = destination / artifact.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(artifact.data)
    return destination
