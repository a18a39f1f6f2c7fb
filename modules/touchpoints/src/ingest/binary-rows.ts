import type { SourceId } from "@causeway/kernel";
import type { ParsedEvent } from "../wire/parse-event.ts";
import { dayNumber, setText, setTime, uuidBytes, wordsOf } from "./binary-values.ts";
import { freshMemory, type Memory } from "./reused-memory.ts";

/** The columns of a row, in their order. */
export const rowColumns = [
  ...["source_id", "message_id", "original_month", "type", "name", "user_id", "anonymous_id"],
  ...["occurred_at", "received_at", "time_flag", "payload"],
] as const;

/** Events of one source. */
export interface SourceEvents {
  readonly source: SourceId;
  readonly events: readonly ParsedEvent[];
}

const signature = Buffer.from("PGCOPY\n\u00ff\r\n\0", "latin1");
/** After the signature come no flags and no extension. */
const headBytes = signature.length + 8;
const endBytes = 2;
const endOfRows = -1;
const nullLength = -1;
const jsonbVersion = 1;
/** Number of columns, length of each, a uuid, a date, two times, the version of a jsonb. */
const fixedBytes = 2 + 4 * rowColumns.length + 16 + 4 + 16 + 1;
/** A unit of text takes at most so many bytes in UTF-8. */
const bytesPerUnit = 3;

/** Events as rows of the log in the binary format of COPY (PostgreSQL's manual, COPY, "Binary Format"). */
export function binaryRows(parts: readonly SourceEvents[], memory: Memory = freshMemory): Buffer {
  let most = headBytes + endBytes;
  for (const { events } of parts) {
    for (const event of events) most += mostBytesOf(event);
  }
  const writer = new RowWriter(memory.take(most));
  for (const { source, events } of parts) {
    const id = uuidBytes(source);
    for (const event of events) writer.add(id, event);
  }
  return writer.end();
}

function mostBytesOf(event: ParsedEvent): number {
  const { messageId, type, name, userId, anonymousId, timeFlag, payload } = event;
  const identity = messageId.length + (userId?.length ?? 0) + (anonymousId?.length ?? 0);
  const units = identity + type.length + (name?.length ?? 0) + (timeFlag?.length ?? 0);
  return fixedBytes + bytesPerUnit * units + Buffer.byteLength(payload);
}

class RowWriter {
  readonly #bytes: Buffer;
  readonly #words: DataView;
  #at = headBytes;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#words = wordsOf(bytes);
    bytes.set(signature);
    bytes.fill(0, signature.length, headBytes);
  }

  add(source: Buffer, event: ParsedEvent): void {
    this.#words.setInt16(this.#at, rowColumns.length);
    this.#at += 2;
    this.#bytes.set(source, this.#sized(source.length));
    this.#text(event.messageId);
    this.#words.setInt32(this.#sized(4), dayNumber(event.originalMonth));
    this.#text(event.type);
    this.#text(event.name);
    this.#text(event.userId);
    this.#text(event.anonymousId);
    setTime(this.#words, this.#sized(8), event.occurredAt);
    setTime(this.#words, this.#sized(8), event.receivedAt);
    this.#text(event.timeFlag);
    this.#json(event.payload);
  }

  end(): Buffer {
    this.#words.setInt16(this.#at, endOfRows);
    return this.#bytes.subarray(0, this.#at + endBytes);
  }

  /** Makes room for a value of so many bytes and says where. */
  #sized(length: number): number {
    const at = this.#at;
    this.#words.setInt32(at, length);
    this.#at = at + 4 + Math.max(0, length);
    return at + 4;
  }

  #text(text: string | null): void {
    if (text === null) this.#sized(nullLength);
    else this.#sized(setText(this.#bytes, this.#at + 4, text));
  }

  #json(text: string | Buffer): void {
    const length = setText(this.#bytes, this.#at + 5, text);
    this.#bytes[this.#sized(length + 1)] = jsonbVersion;
  }
}
