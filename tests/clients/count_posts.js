// What services count of texts, one JSON string a line: X by its own library, graphemes by the rules of Unicode, and
// Mastodon's characters, which are graphemes but for addresses with a scheme.
const readline = require("readline");
const twitter = require("twitter-text");

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const graphemes = (text) => [...segmenter.segment(text)].length;

function onMastodon(text) {
  const found = twitter.extractUrlsWithIndices(text, { extractUrlsWithoutProtocol: false });
  let rest = text;
  for (const one of found.reverse()) {
    rest = rest.slice(0, one.indices[0]) + "x".repeat(23) + rest.slice(one.indices[1]);
  }
  return graphemes(rest);
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const text = JSON.parse(line);
  const x = twitter.parseTweet(text).weightedLength;
  process.stdout.write(JSON.stringify({ x, mastodon: onMastodon(text), graphemes: graphemes(text) }) + "\n");
});
