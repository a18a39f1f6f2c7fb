import type { IncomingHttpHeaders } from "node:http";

/** A request, the framework's or Node's own. */
export interface WithHeaders {
  readonly headers: IncomingHttpHeaders;
}

const made = new WeakMap<WithHeaders, Headers>();

/** The headers of a request as the web knows them; made once, when somebody asks. */
export function headersOf(request: WithHeaders): Headers {
  const known = made.get(request);
  if (known !== undefined) return known;
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) headers.append(name, one);
    }
  }
  made.set(request, headers);
  return headers;
}

/** One header, several of the same name joined as in `Headers`; `name` in lower case. Cheaper than all of them. */
export function headerOf(request: WithHeaders, name: string): string | null {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(", ") : (value ?? null);
}
