"""What components are called, alone and beside others of their name."""

from statusladder.model.site import Component, Settings

SITE = {"name": "Tern", "url": "https://status.tern.example", "timezone": "UTC"}


def _settings(*rows: dict[str, str]) -> Settings:
    return Settings.model_validate({"site": SITE, "components": rows})


def test_a_name_that_others_have_too_is_told_apart_by_its_group_or_else_by_its_id() -> None:
    settings = _settings(
        {"id": "api-eu", "name": "API", "group": "EU"},
        {"id": "api-us", "name": "api", "group": "US"},
        {"id": "web-1", "name": "Web", "group": "EU"},
        {"id": "web-2", "name": "Web", "group": "EU"},
        {"id": "maps", "name": "Maps"},
    )

    names = {one.id: settings.name_of(one.id) for one in settings.components}

    assert names == {
        "api-eu": "API (EU)", "api-us": "api (US)", "web-1": "Web (web-1)", "web-2": "Web (web-2)", "maps": "Maps",
    }  # fmt: skip
    assert settings.name_of("gone") == "gone"
    assert settings.component("gone") is None


def test_a_copy_with_other_components_knows_its_own_alone() -> None:
    settings = _settings({"id": "api", "name": "API"})
    assert settings.name_of("api") == "API"

    copy = settings.model_copy(update={"components": (Component(id="api", name="Interface"),)})

    assert (copy.name_of("api"), copy.component("api")) == ("Interface", copy.components[0])
    assert (settings.name_of("api"), settings.component("api")) == ("API", settings.components[0])
    assert settings == _settings({"id": "api", "name": "API"})
    assert settings.model_dump() == _settings({"id": "api", "name": "API"}).model_dump()
