import { isAscii } from "node:buffer";
import type { FileEncoding } from "@causeway/platform-contract";
import { peek } from "../bytes/peek.ts";
import { detectEncoding, type FoundEncoding, markedEncoding } from "./detect-encoding.ts";

/** A text file that is read as a stream. */
export interface OpenedText {
  /** The first characters. */
  readonly start: string;
  readonly parts: AsyncIterable<string>;
  /** What it is written in, known when all of it is read: what tells it may stand far below. */
  found(): FoundEncoding;
}

const startBytes = 64 * 1024;
const tellingBytes = 256 * 1024;

const onlyAscii: FoundEncoding = { encoding: "utf-8", isSure: true, readings: [] };

/**
 * Reads text in the encoding that is wished, else in the one that it shows. ASCII reads the same in all of them but UTF-16: what
 * decides is the part that begins with the first other byte, be it behind a hundred megabytes.
 */
export async function openText(
  bytes: AsyncIterable<Uint8Array>,
  wished: FileEncoding | undefined,
): Promise<OpenedText> {
  const { start, rest } = await peek(bytes, startBytes);
  const atStart = detect(start, wished, start.length < startBytes);
  let found = atStart;
  let isBroken = false;
  async function* parts(): AsyncGenerator<string> {
    let decoder = atStart && new TextDecoder(atStart.encoding);
    for await (const chunk of atStart ? rest : gathered(rest)) {
      if (!decoder && !isAscii(chunk)) {
        found = detect(chunk, wished, true);
        decoder = new TextDecoder(found?.encoding);
      }
      const text =
        decoder?.decode(chunk, { stream: true }) ?? Buffer.from(chunk).toString("latin1");
      isBroken ||= text.includes("\uFFFD");
      yield text;
    }
    const last = decoder?.decode() ?? "";
    isBroken ||= last !== "";
    yield last;
  }
  return {
    start: new TextDecoder(atStart?.encoding).decode(start, { stream: true }),
    parts: parts(),
    found: () => {
      const { isSure, ...known } = found ?? onlyAscii;
      return { ...known, isSure: isSure && !isBroken };
    },
  };
}

/** The chunks of a stream, where the first that is not ASCII comes together with what follows it, for it to tell enough. */
async function* gathered(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isTold = false;
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    if (isTold || (length === 0 && isAscii(chunk))) {
      yield chunk;
      continue;
    }
    waiting.push(chunk);
    length += chunk.length;
    if (length < chunk.length + tellingBytes) continue;
    isTold = true;
    yield Buffer.concat(waiting);
    waiting = [];
  }
  if (waiting.length > 0) yield Buffer.concat(waiting);
}

/** Longest character, in bytes. */
const mostCut = 4;

/** Undefined where the part tells nothing; its last character may be cut where it is not the end. */
function detect(
  part: Uint8Array,
  wished: FileEncoding | undefined,
  isEnd: boolean,
): FoundEncoding | undefined {
  const whole = isEnd ? part : part.subarray(0, Math.max(0, part.length - mostCut));
  if (isAscii(whole) && !part.includes(0) && wished === undefined) return undefined;
  const found = detectEncoding(part);
  const encoding = markedEncoding(part) ?? wished ?? found.encoding;
  return { ...found, encoding, isSure: found.isSure || wished !== undefined };
}
