"""The words of generated sites: good and poor ones, of several scripts, and with all that pages must escape.

None of them stops a build: no secret, no internal host, no placeholder, no unsafe address.
"""

from hypothesis import strategies as st

from statusladder.content.writer import Written

_PLAIN = (
    "Signing in shows an error for some accounts.",
    "Exports that were started before 09:10 UTC arrive late, and none is lost.",
    "One of our storage servers refuses to write, so that new pictures are not kept.",
    "We moved the work to other servers and measure whether the queue gets shorter.",
    "Of 515 sites, 412 work again (80 %).",
    "The mobile app, guest pages and payments work as usual.",
    "We are sorry. You could not sign in for two hours, and that is our failure.",
    "We promised this update for 10:30 UTC and are late.",
    "We will write again every 2 hours, because copying the data takes a day.",
)
_POOR = (
    "It will be fixed shortly, tomorrow morning at the latest.",
    "We expect it to work again at 14:00.",
    "We apologise for any inconvenience; rest assured that we take this very seriously!",
    "This was probably caused by a small hiccup at our cloud provider.",
    "An engineer mistakenly ran the wrong command, and it should have been noticed.",
    "This will never happen again, we guarantee it.",
    "MISTAKES WERE MADE, guys 🎉",
    "The kafka consumer lag of the etcd quorum was degraded.",
    "Still investigating.",
    "Customers misconfigured their settings, which is why 7.31 % of them saw an outage at 8 pm CST.",
    "You may need to sign in again.",
    "Be more careful with deletes",
    "Investigate the alerting",
    "Everybody gets a refund.",
    "Some users may be experiencing intermittent issues with our industry-leading, seamless product.",
    "Everything is down, a total outage; it should be working again.",
    "80 % done, and 45% of users are affected, see https://tern.slack.com/archives/C02.",
    "The root cause was a deploy.",
    "Notwithstanding considerable preparatory deliberation, the organisational responsibilities concerning "
    "interdependent infrastructural configurations remained insufficiently communicated throughout departments, "
    "which consequently necessitated extraordinarily complicated reconciliation procedures and substantial delays.",
)
_ODD = (
    "Größere Ausfälle: naïve Kunden 😀 – “quoted”, ‘single’, 5 € & more",
    "لا يمكن تسجيل الدخول الآن",
    "שגיאה בכניסה למערכת",
    "登录页面显示错误",
    "<script>alert(1)</script> & <b>\"bold\" 'words'</b>",
    "a: b, [c] {d} #e *f* _g_ `h` | i > j % k @l !m ?n",
    "yes",
    "2026",
    "Ends with a colon:",
    'He said "it is down" and "it\'s up"',
    "\\ backslash \\n, 100% and 3 < 4 > 2",
)
_MARKDOWN = (
    "- one item with `code`\n- another with **weight**\n  - and one within",
    "1. First, wait.\n2. Then [read on](https://help.tern.example/a?b=1&c=2#d).",
    "| part | state |\n|---|---|\n| Sign-in | slow |",
    "> Quoted words\n\n## A heading in an update\n\nMore words.",
    "```\nSELECT nothing FROM nowhere;\n```",
    "<div onclick='x()'>typed HTML</div>",
    "A line with two spaces at its end  \nand a second one.",
)
_FOR_THE_TEAM = "::: internal\nAsk the storage team before anybody says this aloud.\n:::"

sentences = st.sampled_from((*_PLAIN, *_POOR, *_ODD))
lists = st.lists(sentences, min_size=1, max_size=3)
titles: st.SearchStrategy[Written] = st.sampled_from(
    (
        "Sign-in fails for some accounts",
        "Exports arrive late",
        'Search says "nothing found" & hides <results>',
        "تعذر تسجيل الدخول",
        "Störung – Größe & 'Umfang' der Exporte",
        "kafka-prod consumer lag",
        "The title of this incident is longer than what fits into the narrow space that its readers have for it",
    )
)
_public_parts = st.lists(st.one_of(sentences, sentences, st.sampled_from(_MARKDOWN)), min_size=1, max_size=4)
public_bodies = _public_parts.map("\n\n".join)
private_bodies = st.one_of(public_bodies, public_bodies.map(lambda words: f"{words}\n\n{_FOR_THE_TEAM}\n\nAnd on."))
