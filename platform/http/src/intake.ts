import type { IncomingMessage } from "node:http";
import { AppError } from "@causeway/kernel";
import type { FastifyReply, FastifyRequest } from "fastify";

/**
 * Bounds the memory of bodies that are kept whole: their bytes count from the moment they arrive until the answer is
 * out. What would go over the bound is refused at once, before its body is read where its length is declared; a slow
 * sender holds no more than it has sent.
 */
export interface Intake {
  /** Bytes held now. */
  readonly bytes: number;
  /** Requests refused so far. */
  readonly refused: number;
  /** Gives back what the request holds, however it ends; call it before the body is read. */
  watch(request: FastifyRequest, reply: FastifyReply): void;
  /** Reads a body whole. Throws `AppError` `too-large` over the route's own limit, `unavailable` over the bound. */
  read(request: FastifyRequest, body: IncomingMessage): Promise<Buffer>;
}

export function createIntake(maxBytes: number): Intake {
  const held = new WeakMap<FastifyRequest, number>();
  let bytes = 0;
  let refused = 0;

  const take = (request: FastifyRequest, more: number): void => {
    if (bytes + more > maxBytes) {
      refused++;
      throw new AppError("unavailable", "Too much is arriving at once; retry");
    }
    bytes += more;
    held.set(request, (held.get(request) ?? 0) + more);
  };

  return {
    get bytes() {
      return bytes;
    },
    get refused() {
      return refused;
    },
    watch(request, reply) {
      reply.raw.once("close", () => {
        bytes -= held.get(request) ?? 0;
        held.delete(request);
      });
    },
    async read(request, body) {
      const { bodyLimit } = request.routeOptions;
      const declared = Number(request.headers["content-length"] ?? 0);
      if (declared > bodyLimit) throw tooLarge(bodyLimit);
      if (bytes + declared > maxBytes) take(request, declared);
      return readWhole(body, bodyLimit, (more) => take(request, more));
    },
  };
}

/** `onBytes` may throw, which ends the reading; what still arrives is dropped. */
function readWhole(
  body: IncomingMessage,
  limit: number,
  onBytes: (more: number) => void,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (error: Error | null): void => {
      body.off("data", onData).off("end", onEnd).off("error", onError).off("close", onClose);
      if (error === null)
        resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
      else {
        body.on("error", () => undefined).resume();
        reject(error);
      }
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      try {
        if (size > limit) throw tooLarge(limit);
        onBytes(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        end(error as Error);
      }
    };
    const onEnd = (): void => end(null);
    const onError = (): void => end(broken());
    const onClose = (): void => end(broken());
    body.on("data", onData).on("end", onEnd).on("error", onError).on("close", onClose);
  });
}

function broken(): AppError {
  return new AppError("bad-input", "The connection ended before the body did");
}

function tooLarge(limit: number): AppError {
  return new AppError("too-large", `A request holds at most ${limit / 1024} KB`);
}
