const methods = ["page", "track", "identify", "group", "alias", "reset", "ready", "consent"];

/** Text inside a script element: `<` cannot close it. */
function literal(value: string): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

/** What goes into the head of any page: a queue that works at once, and the SDK that empties it. */
export function snippetFor(origin: string, writeKey: string): string {
  return [
    "<script>",
    "!function(w,d){var c=w.causeway=w.causeway||[];if(c.load)return;",
    `"${methods.join(" ")}".split(" ").forEach(function(m){c[m]=function(){c.push([m].concat([].slice.call(arguments)))}});`,
    `c.load=function(k,o){c.key=k;c.options=o;var s=d.createElement("script");s.async=1;s.src=o.host+"/causeway.js";d.head.appendChild(s)};`,
    `c.load(${literal(writeKey)},{host:${literal(origin)}});c.page()}(window,document);`,
    "</script>",
  ].join("\n");
}

/** An existing Node SDK, pointed here. */
export function sdkFor(origin: string, writeKey: string): string {
  return [
    'import { Analytics } from "@segment/analytics-node";',
    `const analytics = new Analytics({ writeKey: ${literal(writeKey)}, host: ${literal(origin)} });`,
    "",
    'import RudderAnalytics from "@rudderstack/rudder-sdk-node";',
    `const rudder = new RudderAnalytics(${literal(writeKey)}, { dataPlaneUrl: ${literal(origin)} });`,
  ].join("\n");
}

/** One event from a server, with nothing installed. */
export function curlFor(origin: string, writeKey: string): string {
  const body = JSON.stringify({
    userId: "customer-42",
    event: "Pricing Viewed",
    properties: { product: "G6" },
  });
  return [
    `curl ${origin}/v1/track \\`,
    `  -u '${writeKey}:' \\`,
    "  -H 'content-type: application/json' \\",
    `  -d '${body}'`,
  ].join("\n");
}
