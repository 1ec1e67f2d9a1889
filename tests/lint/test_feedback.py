"""A postmortem answers what readers said of the updates, and owes nothing for what they said later or elsewhere."""

from pathlib import Path

import pytest

from rule_examples import CONTACTS, FEEDBACK, INCIDENT, SITE, library_of, write_feedback
from statusladder.lint.feedback import FIRST, LAST, REPORT
from statusladder.lint.judge import lint
from statusladder.model.problem import Gate, Level

WITHOUT_ANSWER = (FIRST, LAST, REPORT.format(answered=""))
ITEM = """\
action_items:
  - id: AI-1
    title: Say in the first update what to do meanwhile
    source: feedback-1
"""
CHANGELOG = """\
ladder:
  policy_version: "2"
  changelog:
    - {version: "2", date: 2026-03-16, what: More in the first update, because: feedback-1}
"""
SECOND = FEEDBACK.replace("feedback:\n", "").replace("feedback-1", "feedback-2")
RATING = "    kind: rating\n    question: clarity\n    answer: 1\n"


def _found(root: Path, files: tuple[str, ...], feedback: str = FEEDBACK, site: str = "") -> list[tuple[str, Level]]:
    write_feedback(root, feedback)
    library = library_of(files, root, SITE + CONTACTS + site)
    return [(problem.sentence, problem.level) for problem in lint(library, Gate.CHECK) if problem.code == "P019"]


@pytest.mark.parametrize(("feedback", "comments"), [(FEEDBACK, "1 comment"), (FEEDBACK + SECOND, "2 comments")])
def test_messages_without_an_answer_are_a_warning(feedback: str, comments: str, tmp_path: Path) -> None:
    sentence = f"the postmortem does not answer {comments} of readers on this incident"

    assert _found(tmp_path, WITHOUT_ANSWER, feedback) == [(sentence, Level.WARNING)]


@pytest.mark.parametrize(
    "feedback",
    [
        FEEDBACK.replace("2026-03-14T12:00:00Z", "2026-03-20T10:00:01Z"),  # it came after the postmortem
        FEEDBACK.replace(INCIDENT, "2026-03-14-exports-late"),
        FEEDBACK.replace("    kind: message\n", RATING).replace("    text: What could we have done meanwhile?\n", ""),
    ],
)
def test_what_is_said_later_of_another_incident_or_without_words_needs_none(feedback: str, tmp_path: Path) -> None:
    assert _found(tmp_path, WITHOUT_ANSWER, feedback) == []


@pytest.mark.parametrize(
    "files",
    [
        (FIRST, LAST),
        (FIRST, LAST, REPORT.format(answered="").replace("version: final", "version: preliminary")),
        (FIRST, LAST, REPORT.format(answered=ITEM)),
    ],
)
def test_nothing_is_owed_before_the_final_postmortem_or_where_an_action_item_answers(
    files: tuple[str, ...], tmp_path: Path
) -> None:
    assert _found(tmp_path, files) == []


def test_a_change_of_the_rules_that_names_the_message_answers_it(tmp_path: Path) -> None:
    assert _found(tmp_path, WITHOUT_ANSWER, site=CHANGELOG) == []


def test_an_answer_in_a_progress_report_is_one(tmp_path: Path) -> None:
    answer = "feedback_answered:\n  - {you_said: You missed a workaround, we_did: We now give one}\n"
    later = f"---\nstage: follow_up\nat: 2026-04-01T10:00:00Z\n{answer}---\nWe read what you wrote.\n"

    assert _found(tmp_path, (*WITHOUT_ANSWER, later)) == []
