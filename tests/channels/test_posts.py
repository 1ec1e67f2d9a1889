"""Posts on X, Mastodon and Bluesky: what they count is never less than what the services count."""

from hypothesis import given

from short_texts import PostCounter, links, short_forms, words
from statusladder.channels import bluesky, mastodon, posts, x
from statusladder.channels.fitting import fit
from statusladder.views.short_forms import ShortForm


@given(text=words)
def test_no_text_counts_less_than_on_x_or_mastodon_or_bluesky(text: str, post_counter: PostCounter) -> None:
    counted = post_counter(text)

    assert x.measure(text) >= counted["x"]
    assert mastodon.measure(text) >= counted["mastodon"]
    assert len(text) >= counted["graphemes"]


@given(link=links, before=words)
def test_no_address_counts_less_than_on_x_or_mastodon(link: str, before: str, post_counter: PostCounter) -> None:
    text = f"{before}\n{link}"
    counted = post_counter(text)

    assert x.measure(text) >= counted["x"]
    assert mastodon.measure(text) >= counted["mastodon"]


def test_x_knows_every_ending_that_makes_an_address_count_less(post_counter: PostCounter) -> None:
    path = "incidents/2026-03-14-sign-in-fails/#03-identified"
    found = [f"https://status.harbour-line.{ending}/{path}" for ending in posts.ENDINGS.split()]

    assert [link for link in found if not post_counter(link)["x"] == x.measure(link) == 23] == []


@given(short=short_forms)
def test_a_post_that_fits_is_within_what_the_service_allows(short: ShortForm, post_counter: PostCounter) -> None:
    on_x, on_mastodon, on_bluesky = (
        fit(short, measure, limit)
        for measure, limit in ((x.measure, x.LIMIT), (mastodon.measure, mastodon.LIMIT), (len, bluesky.LIMIT))
    )

    assert not on_x.fits or post_counter(on_x.text)["x"] <= 280
    assert not on_mastodon.fits or post_counter(on_mastodon.text)["mastodon"] <= 500
    assert not on_bluesky.fits or post_counter(on_bluesky.text)["graphemes"] <= 300
    assert not on_bluesky.fits or len(on_bluesky.text.encode()) <= 3000


def test_an_address_counts_23_on_x_and_in_full_on_bluesky() -> None:
    link = "https://status.harbourline.com/incidents/2026-03-14-sign-in-fails/"

    assert x.measure(f"Down.\n{link}") == mastodon.measure(f"Down.\n{link}") == len("Down.\n") + 23


def test_what_may_be_a_domain_counts_as_an_address(post_counter: PostCounter) -> None:
    text = "Paying on t.co fails"

    assert post_counter(text)["x"] == len(text) - len("t.co") + 23
    assert x.measure(text) == post_counter(text)["x"]


def test_letters_beyond_the_light_ranges_and_emoji_count_2_on_x(post_counter: PostCounter) -> None:
    assert [x.measure(letter) for letter in ("é", "決", "🇵", "–", "‰")] == [1, 2, 2, 1, 2]
    assert [post_counter(letter)["x"] for letter in ("é", "決", "🇵", "–", "‰")] == [1, 2, 2, 1, 2]
