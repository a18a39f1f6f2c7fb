import type { Redactor } from "@causeway/platform-audit";

const newLine = 0x0a;

/**
 * What is left of a body when every part that names a person is gone: members of a JSON list, lines of anything else but
 * one document; null when nothing is. The bytes of what stays are those that came, in whatever encoding.
 */
export function withoutNaming(body: Buffer, redactor: Redactor): Buffer | null {
  const list = parseList(body.toString("utf8"));
  if (list !== null) {
    const kept = list.filter((item) => !redactor.names(JSON.stringify(item)));
    if (kept.length === list.length) return body;
    return kept.length === 0 ? null : Buffer.from(JSON.stringify(kept));
  }
  if (!readings(body).some(redactor.names)) return body;
  // One document, and text of two bytes a letter, have no lines that could be taken out.
  if (/^\s*[{<]/.test(body.toString("latin1")) || body.includes(0)) return null;
  const all = linesOf(body);
  const kept = all.filter((line) => !readings(line).some(redactor.names));
  // The first line of a file is its header.
  if (kept.filter((line) => line.toString("latin1").trim() !== "").length < 2) return null;
  return Buffer.concat(kept);
}

function linesOf(body: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < body.length; ) {
    const end = body.indexOf(newLine, start);
    const next = end < 0 ? body.length : end + 1;
    lines.push(body.subarray(start, next));
    start = next;
  }
  return lines;
}

const encodings = ["utf-8", "gb18030", "utf-16le", "utf-16be"] as const;

/** What bytes may say, also where letters are written as escapes. */
function readings(bytes: Buffer): readonly string[] {
  const isWide = bytes.includes(0);
  return encodings
    .filter((encoding) => encoding.startsWith("utf-16") === isWide)
    .flatMap((encoding) => {
      const text = new TextDecoder(encoding).decode(bytes);
      return text.includes("\\u") ? [text, unescaped(text)] : [text];
    });
}

function unescaped(text: string): string {
  return text.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function parseList(text: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
