"""The files that examples of rules are made of: a notice that lacks nothing, with the words at issue put in."""

_FACTS = """\
severity: {severity}
components:
  sign-in: {state}
impact:
  symptom: The sign-in page returns an error
  share: 12-18%
  basis: measured
"""


def notice(
    body: str,
    *,
    stage: str = "investigating",
    title: str = "Sign-in fails for some accounts",
    severity: str = "minor",
    state: str = "partial_outage",
) -> str:
    """A first notice with these words."""
    facts = _FACTS.format(severity=severity, state=state)
    return f"---\nstage: {stage}\nat: 2026-03-14T09:01:00Z\ntitle: {title}\n{facts}next_update: 1h\n---\n{body}\n"


def resolved(body: str) -> str:
    """The file that closes the incident of a first notice."""
    return (
        "---\nstage: resolved\nat: 2026-03-14T11:40:00Z\nresolved_at: 2026-03-14T11:30:00Z\ndata_loss: none\n"
        f"remaining: none\n---\n{body}\n"
    )
