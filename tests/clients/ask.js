// Asks the page at the given address all that the client "statuspage.io" can ask, and prints the answers as JSON.
const { Statuspage } = require("statuspage.io");

const client = new Statuspage("tern");
client.setApiUrl(process.argv[2]);
const { getStatus, getSummary, getComponents, incidents, scheduledMaintenances } = client.api;

Promise.all([
  getStatus(),
  getSummary(),
  getComponents(),
  incidents.getAll(),
  incidents.getUnresolved(),
  scheduledMaintenances.getUpcoming(),
]).then(answers => console.log(JSON.stringify(answers)));
