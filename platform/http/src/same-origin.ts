/**
 * Whether a request that a cookie authenticates comes from our own pages (OWASP: verifying origin with standard
 * headers). Browsers send `Origin` with every unsafe request; where it is missing, `Sec-Fetch-Site` decides.
 */
export function isSameOrigin(headers: Headers, host: string): boolean {
  const origin = headers.get("origin");
  if (origin === null) return headers.get("sec-fetch-site") === "same-origin";
  return URL.parse(origin)?.host === host;
}

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

export function isSafeMethod(method: string): boolean {
  return safeMethods.has(method);
}
