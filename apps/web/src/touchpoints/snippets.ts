/** A string of JavaScript. */
function literal(value: string): string {
  return JSON.stringify(value);
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

/** A body sent to a source's own address. */
export function curlSample(url: string, body: string): string {
  return [`curl ${url} \\`, "  -H 'content-type: application/json' \\", `  -d '${body}'`].join(
    "\n",
  );
}
