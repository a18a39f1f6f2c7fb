import { type Duplex, pipeline, type Readable } from "node:stream";

/** A stream behind another one that ends with its error: a file may be damaged, or its sender gone, at any place. */
export function joined<Stream extends Duplex>(source: Readable, target: Stream): Stream {
  pipeline(source, target, () => undefined);
  return target;
}
