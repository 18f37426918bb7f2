// Signs requests with npm's oauth, through the calls that its users make; what it would send is
// caught where it opens the connection.
// Standard input: a JSON array of {method, url, data, content_type}; standard output: the headers.
"use strict";
const { OAuth } = require("oauth");

const { credentials, requests } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const oauth = new OAuth(null, null, credentials.api_key, credentials.api_secret, "1.0", null, "HMAC-SHA1");

let caught;
oauth._createClient = (port, hostname, method, path, headers) => {
  caught = headers.Authorization;
  return { on() {}, write() {}, end() {} };
};

const headers = requests.map(({ method, url, data, content_type }) => {
  const call = oauth[method.toLowerCase()].bind(oauth, url, credentials.token, credentials.token_secret);
  data === undefined ? call(() => {}) : call(data, content_type, () => {});
  return caught;
});
console.log(JSON.stringify(headers));
