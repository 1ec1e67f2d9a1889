"""How to tell a site's own people of a vulnerability, as site.yaml says it and security.txt publishes it (RFC 9116)."""

import re
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainValidator

from statusladder.model.facts import Fact
from statusladder.model.values import Day, LanguageTag, as_list, describe, read_text, refuse


def _contact(value: object) -> str:
    fix = "begin it with mailto:, https:// or tel:, as mailto:security@tern.example"
    return _uri(value, r"mailto:[^\s@]+@[^\s@]+|https://\S+|tel:\+?[\d-]+", "a way to report a vulnerability", fix)


def _secure_address(value: object) -> str:
    return _uri(value, r"https://\S+", "a secure web address", "begin it with https://")


def _key_address(value: object) -> str:
    fix = "begin it with https://, dns: or openpgp4fpr:"
    return _uri(value, r"https://\S+|dns:\S+|openpgp4fpr:[0-9A-Fa-f]+", "the address of a key", fix)


def _uri(value: object, pattern: str, noun: str, fix: str) -> str:
    text = read_text(value)
    if text.isascii() and re.fullmatch(pattern, text, re.ASCII):
        return text
    raise refuse(f"{describe(value)} is not {noun}", fix)


SecureAddress = Annotated[str, PlainValidator(_secure_address, json_schema_input_type=str)]


class SecurityKeys(Fact):
    """`contact` is in the order of preference; from the day `expires` on nothing of it holds."""

    contact: Annotated[
        tuple[Annotated[str, PlainValidator(_contact, json_schema_input_type=str)], ...],
        BeforeValidator(as_list, json_schema_input_type=list[str] | str),
        Field(min_length=1),
    ]
    expires: Day
    policy: SecureAddress | None = None
    encryption: Annotated[str, PlainValidator(_key_address, json_schema_input_type=str)] | None = None
    acknowledgments: SecureAddress | None = None
    languages: Annotated[
        tuple[LanguageTag, ...],
        BeforeValidator(as_list, json_schema_input_type=list[str] | str),
    ] = ()
