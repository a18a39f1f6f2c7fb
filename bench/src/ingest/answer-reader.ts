const headEnd = Buffer.from("\r\n\r\n");
const nothing = Buffer.alloc(0);

/**
 * Reads the answers of one connection: the status of an answer that has come whole, null while there is more to come.
 * The bytes that it is given may be written over afterwards.
 */
export function createAnswerReader(): (bytes: Buffer) => number | null {
  let early: Buffer = nothing;
  let last: Buffer = nothing;
  let lastStatus = 0;
  return (bytes) => {
    // Most answers of a second are the same, byte by byte: what was found out about the last holds for them.
    if (early.length === 0 && bytes.equals(last)) return lastStatus;
    const message = Buffer.concat([early, bytes]);
    const status = statusOf(message);
    early = status === null ? message : nothing;
    if (status !== null) {
      last = message;
      lastStatus = status;
    }
    return status;
  };
}

/** Null for a message that is not whole. Its length must be declared. */
function statusOf(message: Buffer): number | null {
  const end = message.indexOf(headEnd);
  if (end < 0) return null;
  const head = message.toString("latin1", 0, end);
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
  const whole = end + headEnd.length + length;
  if (!(message.length <= whole)) throw new Error(`Not one answer of a declared length: ${head}`);
  return message.length < whole ? null : Number(head.slice(9, 12));
}
