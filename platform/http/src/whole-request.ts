import type { IncomingHttpHeaders } from "node:http";

/** A POST that stood whole in what a connection brought at once. */
export interface WholeRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Head {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly bodyBytes: number;
}

const headEnd = Buffer.from("\r\n\r\n");
const postStart = 0x50;
const longestHead = 8 * 1024;

/**
 * Reads a request that stands whole and alone in `bytes` and is as plain as requests get: a POST of HTTP/1.1 with a
 * declared length, each header once, in printable ASCII, and none that changes how the message is read (RFC 9112). Null
 * for all else, which is for a complete parser to judge, good or bad.
 */
export function readWholeRequest(bytes: Buffer): WholeRequest | null {
  if (bytes[0] !== postStart) return null;
  const end = bytes.indexOf(headEnd);
  if (end < 0 || end > longestHead) return null;
  const head = findHead(bytes.toString("latin1", 0, end));
  if (head === null) return null;
  const start = end + headEnd.length;
  if (bytes.length !== start + head.bodyBytes) return null;
  return { path: head.path, headers: head.headers, body: bytes.subarray(start) };
}

/** A client sends the same head again and again; reading it anew costs more than looking it up. */
const heads = new Map<string, Head | null>();
const rememberedHeads = 1_000;
const longestRemembered = 1_000;

function findHead(text: string): Head | null {
  if (text.length > longestRemembered) return readHead(text);
  const known = heads.get(text);
  if (known !== undefined) return known;
  const head = readHead(text);
  if (heads.size >= rememberedHeads) heads.clear();
  heads.set(text, head);
  return head;
}

const requestLine = /^POST (\/[\w/.-]*) HTTP\/1\.1$/;
const headerLine = /^([\w-]+):[ \t]*([\x20-\x7e]*?)[ \t]*$/;
const plainLength = /^\d{1,7}$/;
/** Headers that change how the message or its connection is read. */
const framing = new Set(["transfer-encoding", "expect", "upgrade", "trailer", "te", "keep-alive"]);

function readHead(text: string): Head | null {
  const [first = "", ...lines] = text.split("\r\n");
  const path = requestLine.exec(first)?.[1];
  if (path === undefined) return null;
  const headers: Record<string, string> = Object.create(null);
  for (const line of lines) {
    const [, name, value] = headerLine.exec(line) ?? [];
    if (name === undefined || value === undefined) return null;
    const key = name.toLowerCase();
    if (key in headers || framing.has(key)) return null;
    headers[key] = value;
  }
  const { "content-length": length = "", connection = "keep-alive", host } = headers;
  const isPlain = plainLength.test(length) && host !== undefined;
  if (!isPlain || connection.toLowerCase() !== "keep-alive") return null;
  return { path, headers, bodyBytes: Number(length) };
}
