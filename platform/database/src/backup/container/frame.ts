/** What a piece of a backup is; the numbers stand in files and never change their meaning. */
export const frameKinds = {
  manifest: 1,
  tableBegin: 2,
  rows: 3,
  tableEnd: 4,
  sequences: 5,
  end: 6,
} as const;
export type FrameKind = (typeof frameKinds)[keyof typeof frameKinds];

export interface Frame {
  readonly kind: number;
  readonly body: Buffer;
}

export const frameHeadBytes = 5;

/** A piece as it is written: its kind, its length, its bytes. */
export function packFrame(kind: FrameKind, body: Buffer): Buffer {
  const head = Buffer.alloc(frameHeadBytes);
  head.writeUInt8(kind, 0);
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

export function jsonFrame(kind: FrameKind, value: unknown): Buffer {
  return packFrame(kind, Buffer.from(JSON.stringify(value)));
}

/** Cuts a stream of bytes into its pieces; holds one piece at a time. Throws when it ends within one. */
export async function* unpackFrames(bytes: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let pending: Buffer[] = [];
  let size = 0;
  let wanted = frameHeadBytes;
  for await (const chunk of bytes) {
    pending.push(chunk);
    size += chunk.length;
    if (size < wanted) continue;
    let all = pending.length === 1 ? chunk : Buffer.concat(pending);
    for (;;) {
      wanted = all.length < frameHeadBytes ? frameHeadBytes : frameHeadBytes + all.readUInt32BE(1);
      if (all.length < wanted) break;
      yield { kind: all.readUInt8(0), body: all.subarray(frameHeadBytes, wanted) };
      all = all.subarray(wanted);
    }
    pending = [all];
    size = all.length;
  }
  if (size > 0) throw new Error("The last piece is cut off");
}
