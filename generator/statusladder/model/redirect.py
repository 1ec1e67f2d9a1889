"""An old address and where it leads; the forms of both, for site.yaml and for what imports write."""

import re
from typing import Annotated

from pydantic import Field, PlainValidator, PrivateAttr

from statusladder.model.facts import Fact
from statusladder.model.values import describe, refuse

_OLD_ADDRESS = re.compile(r"/(?:[a-z0-9_~-]+/)*[a-z0-9_~-]+(?:/|\.html)?", re.ASCII)
_NEW_ADDRESS = re.compile(r"/(?:[A-Za-z0-9._~-]+/)*(?:[A-Za-z0-9._~-]+)?(?:#[A-Za-z0-9._-]+)?", re.ASCII)
_OWN = frozenset({"history", "404", "404.html", "index.html", "index", "internal"})
"""First parts of addresses that the site has always, whatever its content and settings."""


def _old_address(value: object) -> str:
    if not isinstance(value, str) or not _OLD_ADDRESS.fullmatch(value):
        fix = "write it below the site and in small letters, as /incidents/abc123"
        raise refuse(f"{describe(value)} is not an old address", fix)
    if value.split("/")[1] in _OWN:
        raise refuse(f"{describe(value)} is an address of the site itself", "remove this redirect")
    return value


def _new_address(value: object) -> str:
    if isinstance(value, str) and _NEW_ADDRESS.fullmatch(value) and ".." not in value:
        return value
    raise refuse(f"{describe(value)} is not an address below the site", "write it as /incidents/2026-03-14-sign-in/")


class Redirect(Fact):
    """An old address and the one that took its place, both as paths below the site."""

    from_: Annotated[str, PlainValidator(_old_address, json_schema_input_type=str)] = Field(alias="from")
    to: Annotated[str, PlainValidator(_new_address, json_schema_input_type=str)]
    _file: str = PrivateAttr(default="site.yaml")

    @property
    def file(self) -> str:
        """The file that states it, as a path below the site's folder."""
        return self._file

    def of_file(self, path: str) -> "Redirect":
        """The same, as stated by another file than site.yaml."""
        copy = self.model_copy()
        copy._file = path
        return copy
