"""Turns a strictly read mapping into a typed record, and every refusal into a Problem at its line."""

from collections.abc import Iterator
from typing import Any, TypeVar, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from statusladder.content.strict_yaml import Mapping, Node, Scalar, as_plain, line_of
from statusladder.model.problem import Place, Problem
from statusladder.model.values import suggest

M = TypeVar("M", bound=BaseModel)

_EXPECTED = {
    "dict_type": ("a mapping is expected here", "write 'key: value' lines, indented below the key"),
    "model_type": ("a mapping is expected here", "write 'key: value' lines, indented below the key"),
    "tuple_type": ("a list is expected here", "write each item on a line of its own, starting with '- '"),
}
"""What pydantic's own errors mean to a person; all values are strings, lists and mappings, so no others can occur."""


def validate(model: type[M], tree: Mapping, path: str, zone: ZoneInfo | None = None) -> tuple[M | None, list[Problem]]:
    """The typed record, or None and every reason why not; `x-…` keys are machine notes and passed over.

    `zone` is the site's, so that the fix of a time without one can show its offset.
    """
    values = {key.text: as_plain(node) for key, node in tree.entries if not key.text.startswith("x-")}
    try:
        return model.model_validate(values, context={"zone": zone}, by_alias=True, by_name=False), []
    except ValidationError as failure:
        problems = [_problem(model, tree, path, error) for error in failure.errors(include_url=False)]
        return None, sorted(set(problems))


def validate_rest(model: type[M], tree: Mapping, zone: ZoneInfo | None = None) -> tuple[M | None, frozenset[str]]:
    """The typed record without the keys that are mistaken, and these; None where a key that must be there is one."""
    values = {key.text: as_plain(node) for key, node in tree.entries if not key.text.startswith("x-")}
    context = {"zone": zone}
    try:
        return model.model_validate(values, context=context, by_alias=True, by_name=False), frozenset()
    except ValidationError as failure:
        mistaken = frozenset(str(error["loc"][0]) for error in failure.errors(include_url=False) if error["loc"])
    rest = {key: value for key, value in values.items() if key not in mistaken}
    try:
        return model.model_validate(rest, context=context, by_alias=True, by_name=False), mistaken
    except ValidationError:
        return None, mistaken


def _problem(model: type[BaseModel], tree: Mapping, path: str, error: ErrorDetails) -> Problem:
    location = tuple(error["loc"])
    key = str(location[-1]) if location else ""
    if error["type"] == "missing":
        place = Place(path, line_of(tree, location))
        return Problem(place, "D009", f"the key '{key}' is missing{_inside(tree, location[:-1])}", f"add '{key}: …'")
    place = Place(path, line_of(tree, location))
    if error["type"] == "extra_forbidden":
        sentence = f"no key is called '{key}'{_inside(tree, location[:-1]) or ' here'}"
        return Problem(place, "D008", sentence, suggest(key, _keys_at(model, location[:-1])))
    if error["type"] == "refused":
        context = error["ctx"]
        return Problem(place, "D010", _named(tree, location, context["sentence"]), context["fix"])
    sentence, fix = _EXPECTED.get(error["type"], ("the value is not what this key takes", "see the content format"))
    return Problem(place, "D010", _named(tree, location, sentence), fix)


def _named(tree: Mapping, location: tuple[int | str, ...], sentence: str) -> str:
    """The sentence with the key in front, unless it names the thing itself ('no stage is called …')."""
    typed = list(_typed_keys(tree, location))
    return sentence if sentence.startswith("no ") or not typed else f"{'.'.join(typed)}: {sentence}"


def _inside(tree: Mapping, location: tuple[int | str, ...]) -> str:
    typed = list(_typed_keys(tree, location))
    return f" in '{'.'.join(typed)}'" if typed else ""


def _typed_keys(tree: Node, location: tuple[int | str, ...]) -> Iterator[str]:
    """The keys of a location that stand in the file; the model's own wrappers are left out."""
    node: Node | None = tree
    for part in location:
        if isinstance(node, Mapping) and isinstance(part, str) and node.get(part) is not None:
            yield part
            node = node.get(part)
        elif not isinstance(node, Mapping | Scalar) and node is not None and isinstance(part, int):
            node = node.items[part] if part < len(node.items) else None


def _keys_at(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """The keys that the model knows at a location: follows fields by name or alias, and passes through containers."""
    models = [model]
    for part in location:
        found = [inner for candidate in models for inner in _inner_models(candidate, part)]
        models = found or models
    return sorted({field.alias or name for candidate in models for name, field in candidate.model_fields.items()})


def _inner_models(model: type[BaseModel], part: int | str) -> Iterator[type[BaseModel]]:
    for name, field in model.model_fields.items():
        if part in (name, field.alias):
            yield from _models_in(field.annotation)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
