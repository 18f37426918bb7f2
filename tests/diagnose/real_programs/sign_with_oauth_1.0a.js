// Signs requests with npm's oauth-1.0a, used as its README shows.
// Standard input: a JSON array of {method, url, data}; standard output: the headers, in order.
"use strict";
const crypto = require("crypto");
const OAuth = require("oauth-1.0a");

const { credentials, requests } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const oauth = OAuth({
  consumer: { key: credentials.api_key, secret: credentials.api_secret },
  signature_method: "HMAC-SHA1",
  hash_function: (base_string, key) =>
    crypto.createHmac("sha1", key).update(base_string).digest("base64"),
});
const token = { key: credentials.token, secret: credentials.token_secret };

const headers = requests.map(({ method, url, data }) =>
  oauth.toHeader(oauth.authorize({ method, url, data }, token)).Authorization);
console.log(JSON.stringify(headers));
