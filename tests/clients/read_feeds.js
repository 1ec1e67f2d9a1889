// Reads each feed named on the command line with "rss-parser", and prints the id and the date of every entry as JSON.
const { readFileSync } = require("node:fs");
const Parser = require("rss-parser");

const parser = new Parser();
Promise.all(process.argv.slice(2).map(file => parser.parseString(readFileSync(file, "utf8")))).then(feeds =>
  console.log(JSON.stringify(feeds.map(feed => feed.items.map(item => [item.id || item.guid, item.isoDate])))),
);
