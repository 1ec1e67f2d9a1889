"""What a page says, without its frame: addresses, words for times and facts, timelines, charts."""
