"""What a site.yaml does not state is the same as what its empty keys say."""

from pydantic import BaseModel

from statusladder.model.settings import ThemeKeys
from statusladder.model.site import DEFAULT_AUDIENCES, Audience, Settings

LEAST = {"site": {"name": "Tern status", "url": "https://status.tern.example"}, "components": []}


def test_keys_that_are_not_stated_hold_what_they_hold_when_empty() -> None:
    settings = Settings.model_validate(LEAST)
    parts = {name: value for name in Settings.model_fields if isinstance(value := getattr(settings, name), BaseModel)}

    assert {"ladder", "feeds", "pages", "limits", "drills"} <= set(parts)
    for name, value in parts.items():
        if name not in LEAST:
            assert value == type(value).model_validate({}), name
            assert value.model_fields_set == set(), name


def test_the_audiences_of_a_site_that_names_none_are_as_they_would_be_typed() -> None:
    typed = [
        audience.model_dump(exclude_unset=True) | {"public": str(audience.public).lower()}
        for audience in DEFAULT_AUDIENCES
    ]

    assert tuple(Audience.model_validate(one) for one in typed) == DEFAULT_AUDIENCES
    assert [audience.id for audience in DEFAULT_AUDIENCES if not audience.public] == ["internal"]


def test_a_theme_that_names_no_fonts_has_those_of_an_empty_key() -> None:
    fonts = ThemeKeys.model_validate({"name": "plain"}).fonts

    assert fonts == type(fonts).model_validate({})
