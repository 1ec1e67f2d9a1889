"""Who reads each key of each kind of file: the one list that a new key has to join.

A key is named by its path, as `impact.symptom`; of site.yaml as `site.yaml/site.name`, of a page as `page/title`, of
what readers sent as `feedback/text`, of what support counted as `signals/theme`. Whatever is not shown on a
page has its reason here.
"""

from collections.abc import Mapping

SHOWN = {
    "action_items.dropped_reason", "action_items.due_history.why", "action_items.id", "action_items.source",
    "action_items.title", "action_items.verification.criterion",
    "action_items.verification.evidence", "action_items.verification.method", "actions", "approved_by", "audiences.*",
    "cause", "concessions.how", "concessions.offer", "concessions.who", "contacts.text",
    "contacts.url", "contributing_factors", "corrections.now",
    "corrections.was", "corrections.why", "customer_actions", "diagnosis_withdrawn", "emergency", "eta.basis",
    "eta_reason", "exit_criterion", "feedback_answered.we_did", "feedback_answered.you_said", "governance_changes",
    "impact.regions", "impact.symptom", "impact.workflows", "impact_reason", "improvement_targets.baseline",
    "improvement_targets.metric", "improvement_targets.target", "known", "lessons", "milestones.name",
    "policy_version", "potential_impact", "progress.of", "qa.a", "qa.q", "regression", "remaining", "reopened",
    "retracted", "review.outcome", "review.roles", "roles.executive_sponsor.name", "roles.executive_sponsor.title",
    "ruled_out", "safeguards", "severity_reason", "summary", "tags", "timeline.what", "title", "trigger", "unknown",
    "withheld.what", "withheld.why", "workarounds.ends_when", "workarounds.text", "you_told_us",
    "page/summary", "page/title",
    "site.yaml/audiences.name", "site.yaml/components.backup_options", "site.yaml/components.contingency",
    "site.yaml/components.description", "site.yaml/components.group", "site.yaml/components.name",
    "site.yaml/channels.name", "site.yaml/channels.url",
    "site.yaml/components.workflows", "site.yaml/contacts.text", "site.yaml/contacts.url",
    "site.yaml/feedback.rating", "site.yaml/feedback.report", "site.yaml/ladder.changelog.because",
    "site.yaml/ladder.guidance.*.tone.customers", "site.yaml/ladder.guidance.*.what.customers",
    "site.yaml/ladder.severities.*.customers",
    "site.yaml/ladder.changelog.version", "site.yaml/ladder.changelog.what", "site.yaml/roles.name",
    "site.yaml/site.description", "site.yaml/site.licence.text", "site.yaml/site.licence.url", "site.yaml/site.name",
    "site.yaml/site.support", "site.yaml/site.url", "site.yaml/strings.*", "site.yaml/subscribe.mail.name",
    "site.yaml/subscribe.mail.url", "site.yaml/teams.name",
}  # fmt: skip
"""Words that readers find on a page."""

ELSEWHERE: Mapping[str, frozenset[str]] = {
    "it is part of the ids in feeds": frozenset({"site.yaml/feeds.authority"}),
    "it is named in feeds, for the programs that read them": frozenset({"site.yaml/feeds.hub"}),
    "it is an address, which leads to a page": frozenset({"site.yaml/redirects.from"}),
    "it is published as security.txt": frozenset(
        {f"site.yaml/security.{key}" for key in ("acknowledgments", "contact", "encryption", "expires", "policy")}
    ),
    "the API names the day, and figures begin with it": frozenset({"site.yaml/components.since"}),
}
"""What is published in other files than pages, by the reason."""

SILENT: Mapping[str, frozenset[str]] = {
    "ids and names of the source: they keep the ids that readers and programs know": frozenset(
        {"imported_from.atom_id", "imported_from.id", "imported_from.source", "site.yaml/components.imported_from"}
    ),
    "ids of roles: pages say their names": frozenset(
        {"site.yaml/ladder.approvers.*.*", "site.yaml/ladder.owners.*.*", "site.yaml/roles.id"}
    ),
    "ids of channels: pages say their names, or what their kind is called": frozenset({"site.yaml/channels.id"}),
    "pages say the version of the changelog": frozenset({"site.yaml/ladder.policy_version"}),
    "who fills a role matters to the team: internal pages and drills name it": frozenset({"roles.teams.*"}),
}
"""Words that are no secret and that no page says, by the reason."""

HIDDEN: Mapping[str, frozenset[str]] = {
    "it was written for the team": frozenset(
        {
            "acks",
            "decisions.by_role",
            "decisions.what",
            "internal",
            "playbook",
            "site.yaml/ladder.severities.*.internal",
        }
        | {f"site.yaml/ladder.guidance.*.{part}.internal" for part in ("what", "tone")}
    ),
    "it speaks to our rules, not to readers": frozenset({"lint_ignore.reason", "lint_ignore.rule"}),
    "readers wrote it to the team": frozenset({"feedback/id", "feedback/text"}),
    "what customers ask is counted for the team": frozenset({"signals/theme"}),
    "who owns a component and where its code lies is the company's own matter": frozenset(
        {"site.yaml/components.owner", "site.yaml/roles.team", "site.yaml/drills.functions"}
        | {f"site.yaml/teams.{key}" for key in ("codeowners", "id")}
    ),
    "emails name who sends them and the list they go to, and pages do not": frozenset(
        {"site.yaml/channels.sender", "site.yaml/channels.to"}
    ),
    "an id may itself say too much, and what was taken down is nobody's business": frozenset({"site.yaml/removed"}),
    "rules must know the words that readers must not see": frozenset(
        {"site.yaml/components.internal_names"}
        | {f"site.yaml/lint.{key}" for key in ("allow", "internal_hosts", "jargon")}
    ),
}
"""What is for the team alone, in files that everybody may read: no byte of it is published."""

NAMES = {
    "action_items.owner", "concessions.approved_by", "contacts.audience", "corrections.field", "feedback/incident",
    "feedback/update", "imported_from.assumed", "imported_from.url", "merged_into", "related", "signals/incident",
    "withdraw", "site.yaml/audiences.id", "site.yaml/channels.audience", "site.yaml/channels.language",
    "site.yaml/components.id", "site.yaml/ladder.maintenance_reach", "site.yaml/ladder.reach.*.*",
    "site.yaml/contacts.audience", "site.yaml/metrics.targets.component", "site.yaml/redirects.to",
    "site.yaml/security.languages", "site.yaml/site.language", "site.yaml/site.logo", "site.yaml/site.timezone",
    "site.yaml/theme",
}  # fmt: skip
"""What has to name something that is there, so that no word of ours can stand in it; tests of their own hold these."""

NOT_OF_A_MAINTENANCE: Mapping[str, frozenset[str]] = {
    "only an early notice says what may happen": frozenset({"potential_impact"}),
    "customers report what fails": frozenset({"you_told_us"}),
    "a maintenance takes no step back": frozenset({"diagnosis_withdrawn", "regression", "reopened", "retracted"}),
    "an executive signs incidents": frozenset({"roles.executive_sponsor.name", "roles.executive_sponsor.title"}),
}
"""Keys that all updates share and that a maintenance has no use for."""

INTERNAL_FILES: Mapping[str, str] = {
    "PlaybookKeys": "a playbook guides the team",
    "ScriptKeys": "a script is for the leader of a drill",
}
"""Kinds of files of which no key is published."""


def named(*groups: Mapping[str, frozenset[str]]) -> set[str]:
    """All keys of some groups."""
    return {path for group in groups for paths in group.values() for path in paths}
