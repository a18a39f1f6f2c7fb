import { asObject, listAt, textAt } from "./json-object.ts";

/**
 * The write key of a request: user name of Basic authorisation, then the body (top level or first event), then `?writeKey=`.
 * Null when there is none.
 */
export function findWriteKey(
  authorization: string | null,
  payload: unknown,
  query: Readonly<Record<string, unknown>>,
): string | null {
  return basicUser(authorization) ?? keyInBody(payload) ?? textAt(query, "writeKey");
}

/** A source sends the same header with every request; reading it anew costs more than looking it up. */
const users = new Map<string, string | null>();
const rememberedHeaders = 1_000;
const longestRemembered = 200;

function basicUser(authorization: string | null): string | null {
  if (authorization === null || authorization.length > longestRemembered) {
    return readBasicUser(authorization);
  }
  const known = users.get(authorization);
  if (known !== undefined) return known;
  const user = readBasicUser(authorization);
  if (users.size >= rememberedHeaders) users.clear();
  users.set(authorization, user);
  return user;
}

function readBasicUser(authorization: string | null): string | null {
  const encoded = /^basic +(\S+)$/i.exec(authorization?.trim() ?? "")?.[1];
  if (encoded === undefined) return null;
  const user = Buffer.from(encoded, "base64").toString("utf8").split(":", 1)[0] ?? "";
  return user === "" ? null : user;
}

function keyInBody(payload: unknown): string | null {
  const body = asObject(payload);
  if (body === null) return null;
  const first = asObject(listAt(body, "batch")[0]);
  return textAt(body, "writeKey") ?? (first === null ? null : textAt(first, "writeKey"));
}
