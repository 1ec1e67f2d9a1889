"""What the rules of safety see and, as important, what they let pass: near misses from real updates and thought."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from night import some
from statusladder.lint.credentials import find_credentials
from statusladder.lint.network_names import find_internal_links, find_network_names
from statusladder.lint.safety import find_machine_output, find_personal_contacts
from statusladder.model.site import Settings

SETTINGS = Settings.model_validate(
    {
        "site": {"name": "Tern", "url": "https://status.tern.example", "support": "mailto:care@tern.example"},
        "components": [],
        "contacts": [{"text": "Urgent: +44 20 7946 0000"}],
        "feedback": {"report": "mailto:seen@tern.example?subject={incident}"},
    }
)
# Put together here, so that no scanner of repositories takes them for real.
GITHUB, SLACK, STRIPE = (
    "gh" + "p_a8Kd93jfLq02MzPx7WvYt5RbNc1Eh6GsUo4J",
    "xo" + "xb-2839471029-9f8a7d",
    "sk_" + "live_9aB8cD7eF6gH5iJ4",
)
AWS, GOOGLE = "AK" + "IAQ7XK2MZPW4RT9LNB", "AI" + "zaSyD8fK3mN5pQ7rS9tU1vW3xY5zA7bC9dE1f"
JWT = "eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0In0.c2lnbmF0dXJl"
DISORDER = "wJ4lrXUtnFEMI9K7MDENGbPxRfiCYzQ8kLm2Vt"

NETWORK = {
    "10.2.3.4": "db-7 (10.2.3.4) refused writes",
    "10.0.0.12:5432": "connections to 10.0.0.12:5432 time out",
    "192.168.12.7": "http://192.168.12.7/admin",
    "172.31.255.9": "traffic to 172.31.255.9 failed",
    "169.254.10.9": "169.254.10.9 did not answer",
    "10.2.3.0/24": "the network 10.2.3.0/24",
    "10.9.8.7": "the build server 10.9.8.7",
    "10.2.3.3": "we moved traffic from 10.2.3.3 to its twin",
    "fd12:3456:789a::1": "[fd12:3456:789a::1]:443",
    "fe80::1ff:fe23:4567:890a": "fe80::1ff:fe23:4567:890a%eth0",
    "auth.tern.internal": "auth.tern.internal is down",
    "wiki.corp": "https://wiki.corp/page",
    "db01.prod.internal": "http://db01.prod.internal:8080/x",
    "SQL01.TERN.LOCAL": "SQL01.TERN.LOCAL",
    "orders.shop.svc.cluster.local": "orders.shop.svc.cluster.local",
    "redis.cache.svc": "redis.cache.svc",
    "ops.tern-net.example": "ops.tern-net.example failed",
    "app-server-123": "app-server-123 is full",
    "prod-db01": "we replaced prod-db01",
    "db01-prod": "db01-prod",
    "kafka-prod-3": "**kafka-prod-3** lags",
    "mysql-primary-02": "mysql-primary-02?",
    "web-prod-02.tern.example": "web-prod-02.tern.example",
    "K8S-NODE-01": "K8S-NODE-01",
    "api-7d9f8b6c5d-x2x4z": "api-7d9f8b6c5d-x2x4z restarted",
    "ip-10-0-1-5": "node ip-10-0-1-5",
    "ip-10-0-32-54.eu-west-1.compute.internal": "(`ip-10-0-32-54.eu-west-1.compute.internal`) ran out of watches",
    "s3://tern-billing-exports/2026/x.csv": "`s3://tern-billing-exports/2026/x.csv`",
    "gs://tern-prod-backup/": "gs://tern-prod-backup/",
    "arn:aws:s3:::tern-logs": "arn:aws:s3:::tern-logs",
    "arn:aws:iam::482957103847:role/deploy": "arn:aws:iam::482957103847:role/deploy",
}
NO_NETWORK = """\
version 10.2.3.4
v10.2.3.4
Update the app to 10.2.3.4.
We upgraded from 10.2.3.3 to 10.2.3.4
releases 10.2.3.3, 10.2.3.4 and 10.2.3.5
10.2.3.4-rc1
the 10.2.3.4 release
patch V8 to 10.7.193.16
example.local and my-registry.local
Oracle 10.2.0.4 and Chrome 10.0.1.2
PCI DSS requirement 10.2.1.4
section 10.1.2.3
## 10.1.2.3 Scope
1.10.2.3.4 and 10.0.19041.1 and 10.15.7
192.0.2.4 and 198.51.100.7 and 203.0.113.9
2001:db8::1 and fe80::/10
8.8.8.8 and 127.0.0.1
the private ranges 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16
http://192.168.1.1 is your router
For example 10.1.2.3 became ::ffff:10.1.2.3.
at 10:15:20
the incident 2026-03-14-db-prod-7
https://status.tern.example/incidents/2026-03-14-app-server-123/
us-east-1, eu-west-2, eu-1 and eu-prod-1
covid-19, utf-8, sha-256, gpt-4-turbo, top-10, tier-1, log4j-2
sql-server-2019, node-18, build-node-18, docker-node-18, macos-13, ubuntu-22.04
api-v2, web-2, db-2, worker-1, stage-2, dev-days-2026, a web-app-2
![Error rate](web-prod-2.png)
orders.svc
https://api.tern.example/Orders.svc
jdk.internal.misc and this.internal
settings.local and docker-compose.local.yml
It is resolved.Internal teams watch it.
host.docker.internal
s3://example-bucket/x and s3://your-bucket
arn:aws:iam::123456789012:role/x and arn:aws:iam::aws:policy/ReadOnly
fade::Foo and fc:aa:14:bb:cc:dd
""".splitlines()

CONTACTS = {
    "dana.smith@tern.example": "mail dana.smith@tern.example",
    "dana@harbour.net": "(dana@harbour.net)",
    "oncall@tern.example": "<mailto:oncall@tern.example>",
    "+44 20 7946 0958": "call +44 20 7946 0958.",
    "+1 (415) 555-2671": "call +1 (415) 555-2671",
    "(415) 555-2671": "or (415) 555-2671",
    "415-555-2671": "415-555-2671",
    "1-800-555-2671": "1-800-555-2671",
    "tel:+442079460958": "[us](tel:+442079460958)",
    "+14155552671": "+14155552671",
    "+49 (0)30 901820": "+49 (0)30 901820",
    "+33 1 99 00 12 34": "+33 1 99 00 12 34",
    "+420 601 234 567": "+420 601 234 567",
    "+44 (0)20 7946 0958": "+44 (0)20 7946 0958",
    "0800 123 4567": "Call us on 0800 123 4567.",
    "030/901820-12": "Tel.: 030/901820-12",
}
NO_CONTACTS = """\
care@tern.example
seen@tern.example
Write to support@tern.example or privacy@tern.example
user@example.com and admin@corp.test
you@company.com
noreply@harbour.net
git@github.com:tern/site.git
actions/checkout@v4.1.2 and react@next.js
@ops@mastodon.social
postgres://u:p@db.harbour.net/x
https://medium.com/@user.name
020 7946 0000 and +44 20 7946 0000
+12 345 678 requests, +100 000 000 rows, +1234567890 bytes
200-300-4000 requests
from 10:15 to 11:00, 9:00-17:00, 0800-1000 UTC
2026-03-14T09:01:00+01:00 and UTC+0100
2026-03-14 2026-03-15
+51.5073509, -0.1277583
+51.5073509 -0.1277583
12-18 %, +5-10 %, 1,234,567, error 500-599
order 415-2671, 123-45-6789, ISBN 978-3-16-148410-0
Each API call 0123456789 failed; on call 08:00-16:00 and 0800-1000 UTC
Call 020 7946 0000
""".splitlines()

SECRETS = {
    AWS: AWS,
    GITHUB: f"`{GITHUB}`",
    SLACK: SLACK,
    STRIPE: f"key {STRIPE}.",
    GOOGLE: f"?key={GOOGLE}",
    JWT: f"https://tern.example/?token={JWT}",
    "-----BEGIN RSA PRIVATE KEY-----": "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n",
    "-----BEGIN OPENSSH PRIVATE KEY-----": "-----BEGIN OPENSSH PRIVATE KEY-----",
    "postgres://app:k7-Harbour-92@db.tern.example": "postgres://app:k7-Harbour-92@db.tern.example/x",
    "redis://:s3cretP4ss@cache": "redis://:s3cretP4ss@cache:6379",
    "password=Hunter2Harbour9": "Server=x;password=Hunter2Harbour9;",
    'api_key": "9f8e7d6c5b4a3210ffee': '{"api_key": "9f8e7d6c5b4a3210ffee"}',
    "Authorization: Bearer 8f7a6b5c4d3e2f1a0b9c": "curl -H 'Authorization: Bearer 8f7a6b5c4d3e2f1a0b9c'",
    DISORDER: f"the key {DISORDER} was",
}
NO_SECRETS = """\
commit 3f785b2c1d9e4a6b8c7d0e1f2a3b4c5d6e7f8091
https://github.com/tern/x/commit/3f785b2c1d9e4a6b8c7d0e1f2a3b4c5d6e7f8091
sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM
integrity sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC
ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl
550e8400-e29b-41d4-a716-446655440000
01ARZ3NDEKTSV4RRFFQ69G5FAV and cjld2cjxh0000qzrmn831i7rm
https://docs.google.com/document/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/edit
KubernetesPodAutoscalerV2Controller1Beta3Test
MyVeryLongClassNameForHttp2AndTls13AndIpV6Support
THE_VERY_LONG_ENV_VARIABLE_NAME_2
key-value-store-with-a-very-long-name
content/incidents/2026-03-14-Sign-In/01-Investigating
password=<password> and password=$DB_PASSWORD and the token= parameter
postgres://user:<password>@host/db and postgres://user:password@localhost/db
https://abc:xyz@tern.example and https://robot:k7Harbour9@api.example.com/x
https://tern.example/reset?token=abc and https://user@host/x and https://tern.example:443/x@y
Authorization: Bearer <token> and Authorization: Bearer YOUR_TOKEN
the Bearer authentication scheme
AKIAIOSFODNN7EXAMPLE
ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
-----BEGIN CERTIFICATE-----
""".splitlines()
PUBLIC_KEY = """\
-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA7wJ4lrXUtnFEMI9K7MDENGbPxR
-----END PUBLIC KEY-----"""

LINKS = {
    "https://tern.slack.com/archives/C012": "see https://tern.slack.com/archives/C012.",
    "https://tern.atlassian.net/browse/PROJ-123": "([PROJ-123](https://tern.atlassian.net/browse/PROJ-123))",
    "https://app.datadoghq.com/dashboard/x": "https://app.datadoghq.com/dashboard/x",
    "https://grafana.tern.example/d/abc": "https://grafana.tern.example/d/abc",
    "https://jira.tern.example/browse/X-1": "https://jira.tern.example/browse/X-1",
    "https://tern.pagerduty.com/incidents/PX1": "https://tern.pagerduty.com/incidents/PX1",
    "https://zoom.us/j/123456": "https://zoom.us/j/123456",
}
NO_LINKS = """\
PROJ-123
https://slack.com/ and https://status.slack.com/ and https://tern.slack.com/
https://status.datadoghq.com and https://grafana.com/docs and https://grafana.com
https://jira.mongodb.org/browse/X-1 and https://github.com/tern/x/issues/1
https://tern.zendesk.com/hc/en-us and https://www.atlassian.com/ and https://support.atlassian.com/jira
https://health.aws.amazon.com/ and https://tern.statuspage.io/ and https://discord.com/invite/x
https://status.tern.example/history/ and https://[broken
""".splitlines()

MACHINE = {
    "Traceback (most recent call last)": "Traceback (most recent call last):",
    "    at com.tern.Booking.save(Booking.java:12)": "    at com.tern.Booking.save(Booking.java:12)",
    "at Object.<anonymous> (/app/x.js:12:3)": "at Object.<anonymous> (/app/x.js:12:3)",
    "java.lang.NullPointerException": "a java.lang.NullPointerException",
    "SELECT id FROM bookings": "SELECT id FROM bookings WHERE 1",
    "2026-03-14 09:01:00,123 app ERROR": "2026-03-14 09:01:00,123 app ERROR save failed",
    "level=error": "level=error msg=x",
    "/var/log/tern/app.log": "in /var/log/tern/app.log",
    "/etc/nginx/nginx.conf": "`/etc/nginx/nginx.conf`",
    '"GET /x HTTP/1.1" 500': '"GET /x HTTP/1.1" 500 12',
}
NO_MACHINE = """\
Select an item from the list
UPDATE: we set it back
UPDATE 09:30 SET back to normal
2026-03-14 09:01 UTC we saw an error
2026-03-14 09:01:00 UTC: Error rates are normal
GET /api/v2/bookings and /home and /data/export
https://tern.example/var/x/y
edit /etc/hosts or run /usr/local/bin/tern
TypeError: Failed to fetch
at Tern (see 12:30)
INFO: all is well, and/or better
""".splitlines()


def _seen(code: str, text: str) -> list[str]:
    searches = {
        "S001": lambda: find_network_names(text, (".tern-net.example",)),
        "S002": lambda: find_personal_contacts(text, SETTINGS),
        "S003": lambda: find_credentials(text),
        "S005": lambda: find_internal_links(text, SETTINGS),
        "S009": lambda: find_machine_output(text),
    }
    return [text[one.start : one.end] for one in searches[code]()]


SIGHTS = {"S001": NETWORK, "S002": CONTACTS, "S003": SECRETS, "S005": LINKS, "S009": MACHINE}
MISSES = {
    "S001": NO_NETWORK,
    "S002": NO_CONTACTS,
    "S003": [*NO_SECRETS, PUBLIC_KEY],
    "S005": NO_LINKS,
    "S009": NO_MACHINE,
}


@pytest.mark.parametrize(("code", "seen", "text"), [(c, s, t) for c, table in SIGHTS.items() for s, t in table.items()])
def test_it_sees(code: str, seen: str, text: str) -> None:
    assert seen in _seen(code, text)


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in MISSES.items() for text in texts])
def test_it_lets_pass(code: str, text: str) -> None:
    assert _seen(code, text) == []


_WORD = st.from_regex(
    r"[a-z]{1,12}|[A-Z][a-z]{1,12}|[A-Z]{1,6}|[0-9]{1,9}|[a-z]{1,8}-[a-z]{1,8}|[0-9]{1,3}[.,:][0-9]{1,3}",
    fullmatch=True,
)


@given(st.lists(_WORD, max_size=40), st.sampled_from([" ", ", ", "\n", " – "]))
def test_prose_of_words_and_numbers_is_never_a_secret(words: list[str], between: str) -> None:
    assert _seen("S003", between.join(words)) == []


def _updates(data: Path) -> Iterator[str]:
    for line in (data / "github-incidents" / "parsed" / "incidents.jsonl").read_text().splitlines():
        for update in json.loads(line)["updates"]:
            yield json.dumps(update, ensure_ascii=False)


def test_thousands_of_real_updates_raise_no_alarm(real_data: Path) -> None:
    updates = list(_updates(real_data))

    assert len(updates) > 4000
    for code in SIGHTS:
        assert [seen for text in some(updates, by_day=1000, in_ci=len(updates)) for seen in _seen(code, text)] == []


def test_real_reports_of_one_team_raise_the_one_that_is_right(real_data: Path) -> None:
    reports = [path.read_text() for path in sorted((real_data / "postmortems").glob("PM*.md"))]

    found = [seen for text in reports for code in SIGHTS for seen in _seen(code, text)]

    assert set(found) == {"ip-10-0-32-54.eu-west-1.compute.internal"}
