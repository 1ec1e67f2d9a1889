"""A site's own folder `static/`: copied as it is to the root of the site, and never in the place of a file of ours."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from statusladder.content.tree import STATIC, find_static
from statusladder.model.problem import Place, Problem
from statusladder.model.site import Settings
from statusladder.outputs.interface import Artifact, Rank
from statusladder.publish.error import UNCHANGED, PublishError
from statusladder.publish.paths import fold, folders_above
from statusladder.views import urls


def find_static_problems(root: Path, settings: Settings) -> list[Problem]:
    """What cannot be copied: links out of the site, and names that are or may one day be those of our own files.

    That is told by the first part of the address alone, so that a file which was sound when it was added never meets
    the page of a later incident.
    """
    paths, problems = find_static(root)
    old = {fold(urls.file_of(urls.old_page(redirect.from_))): redirect.from_ for redirect in settings.redirects}
    spelled: dict[str, str] = {}
    for path in paths:
        place = Place(f"{STATIC}/{path}")
        first = fold(path.partition("/")[0])
        if first in urls.TAKEN or (fold(path) == urls.SECURITY_TXT and settings.security is not None):
            sentence = f"'/{path.partition('/')[0] if first in urls.TAKEN else path}' is an address of the site itself"
            problems.append(Problem(place, "D013", sentence, "give the file or its folder another name"))
        elif fold(path) in old:
            sentence = f"the file stands where site.yaml redirects '{old[fold(path)]}'"
            problems.append(Problem(place, "D013", sentence, "remove the file or the redirect"))
        else:
            for name in (path, *folders_above(path)):
                other = spelled.setdefault(fold(name), name)
                if other != name:
                    sentence = f"'{name}' and '{other}' are one name on some file systems"
                    problems.append(Problem(place, "D013", sentence, "rename one of them"))
    return problems


def static_artifacts(root: Path, produced: Iterable[Artifact]) -> Iterator[Artifact]:
    """The files as they are; `produced` are the site's own.

    Raises PublishError where a file would take the place of one that another distribution's output makes.
    """
    paths, _ = find_static(root)
    if not paths:
        return
    own = {fold(name) for one in produced for name in (one.path, *folders_above(one.path))}
    own_files = {fold(one.path) for one in produced}
    for path in paths:
        if fold(path) in own or not own_files.isdisjoint(map(fold, folders_above(path))):
            sentence = f"{STATIC}/{path} would take the place of a file of the site itself; {UNCHANGED}"
            raise PublishError(sentence, "give the file another name")
        yield Artifact(path, (root / STATIC / path).read_bytes(), Rank.FILE)
