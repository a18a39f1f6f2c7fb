import { Socket } from "node:net";

/** Gets the bytes of one piece; they are written over when it returns. */
export type OnPiece = (bytes: Buffer) => void;

/** Pieces of all connections, one after the other. */
const shared = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * Has what a connection brings read into one buffer for all connections and handed to `onPiece` at once, instead of 64 KB
 * of new memory for each piece and a walk through a stream. The runtime offers this (`onread`) for connections that a
 * program opens; for one that it accepted, the same is set here. Returns how to let the pieces take the ordinary way
 * again; null, having done nothing, on a runtime that is built otherwise.
 */
export function readInPlace(socket: Socket, onPiece: OnPiece): (() => void) | null {
  const { _handle: handle } = socket as { readonly _handle?: Partial<Handle> | null };
  if (places === null || typeof handle?.useUserBuffer !== "function") return null;
  const fields = socket as unknown as Record<symbol, unknown>;
  if (!places.every((place) => place in fields)) return null;
  const [buffer, callback] = places;
  fields[buffer] = shared;
  fields[callback] = (size: number) => onPiece(shared.subarray(0, size));
  handle.useUserBuffer(shared);
  return () => {
    fields[callback] = (size: number) => socket.push(Buffer.from(shared.subarray(0, size)));
  };
}

interface Handle {
  useUserBuffer(buffer: Buffer): void;
}

const places = findPlaces();

/** Where a connection keeps its buffer and who gets what is read into it; null when they are not where they were. */
function findPlaces(): readonly [buffer: symbol, callback: symbol] | null {
  const own = Object.getOwnPropertySymbols(new Socket());
  const find = (name: string) => own.find((symbol) => symbol.description === name);
  const [buffer, callback] = [find("kBuffer"), find("kBufferCb")];
  return buffer === undefined || callback === undefined ? null : [buffer, callback];
}
