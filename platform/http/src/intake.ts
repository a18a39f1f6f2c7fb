import type { IncomingMessage } from "node:http";
import { AppError } from "@causeway/kernel";

/**
 * Bounds the memory of bodies that are kept whole: their bytes count from the moment they arrive until they are let go.
 * What would go over the bound is refused at once, before its body is read where its length is declared; a slow
 * sender holds no more than it has sent.
 */
export interface Intake {
  /** Bytes held now. */
  readonly bytes: number;
  /** Requests refused so far. */
  readonly refused: number;
  /** For one request. */
  open(): HeldBody;
}

/** What one request holds. */
export interface HeldBody {
  /** Reads a body whole. Throws `AppError` `too-large` over `limit`, `unavailable` over the bound of all together. */
  read(body: IncomingMessage, limit: number): Promise<Buffer>;
  /** Counts a body that is here already, whole. Throws as `read` does. */
  keep(size: number, limit: number): void;
  /** Gives back what the request holds; call it however the request ends. */
  release(): void;
}

export function createIntake(maxBytes: number): Intake {
  let bytes = 0;
  let refused = 0;

  const take = (more: number): void => {
    if (bytes + more > maxBytes) {
      refused++;
      throw new AppError("unavailable", {
        zh: "同时到达的内容过多，请稍后重试",
        en: "Too much is arriving at once; retry",
      });
    }
    bytes += more;
  };

  return {
    get bytes() {
      return bytes;
    },
    get refused() {
      return refused;
    },
    open() {
      let held = 0;
      let isReleased = false;
      return {
        async read(body, limit) {
          const declared = Number(body.headers["content-length"] ?? 0);
          if (declared > limit) throw tooLarge(limit);
          if (bytes + declared > maxBytes) take(declared);
          return readWhole(body, limit, (more) => {
            if (isReleased) return;
            take(more);
            held += more;
          });
        },
        keep(size, limit) {
          if (size > limit) throw tooLarge(limit);
          take(size);
          held += size;
        },
        release() {
          bytes -= held;
          held = 0;
          isReleased = true;
        },
      };
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
    let isOver = false;
    const refuse = (error: unknown): void => {
      isOver = true;
      chunks.length = 0;
      reject(error);
    };
    body.on("data", (chunk: Buffer) => {
      if (isOver) return;
      size += chunk.length;
      try {
        if (size > limit) throw tooLarge(limit);
        onBytes(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        refuse(error);
      }
    });
    body.on("end", () => {
      if (isOver) return;
      isOver = true;
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    // A connection that breaks closes the body before its end; without a listener for errors there is none.
    body.on("close", () => {
      if (!isOver) refuse(broken());
    });
  });
}

function broken(): AppError {
  return new AppError("bad-input", {
    zh: "请求内容没有传完，连接就断开了",
    en: "The connection ended before the body did",
  });
}

function tooLarge(limit: number): AppError {
  return new AppError("too-large", {
    zh: `一次请求最多 ${limit / 1024} KB`,
    en: `A request holds at most ${limit / 1024} KB`,
  });
}
