import { type IncomingHttpHeaders, type Server, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { HeldBody } from "./intake.ts";
import type { LightAnswer, LightExchange } from "./light-exchange.ts";
import type { LightPath } from "./light-path.ts";
import { readInPlace } from "./read-in-place.ts";
import { readWholeRequest, type WholeRequest } from "./whole-request.ts";

/** Connections whose requests are answered without the runtime's HTTP server. */
export interface DirectConnections {
  /** Ends those that wait for a request; the others end with their answer. */
  close(): void;
}

/**
 * Looks at what each connection brings before the runtime's HTTP server does. While it is one whole plain request of a
 * light route at a time, it is answered here, at half the cost. The first time that it is anything else, the connection
 * goes to the HTTP server, with every byte that was not answered, and for good.
 */
export function answerDirectly(
  server: Server,
  lightPath: () => LightPath | undefined,
): DirectConnections {
  const takeOver = server.listeners("connection") as ((socket: Socket) => void)[];
  server.removeAllListeners("connection");
  const open = new Set<DirectConnection>();
  // One clock for all: a timer of each, put off by each piece, would cost as much as reading it.
  const tick = () => {
    for (const connection of open) connection.tick();
  };
  const idleMs = server.keepAliveTimeout;
  const ticking = idleMs > 0 ? setInterval(tick, idleMs / ticksUntilIdle).unref() : undefined;
  server.on("connection", (socket: Socket) => {
    const connection = new DirectConnection(socket, idleMs, lightPath, (left) => {
      open.delete(connection);
      if (left) for (const take of takeOver) take.call(server, socket);
    });
    open.add(connection);
  });
  return {
    close() {
      clearInterval(ticking);
      for (const connection of open) connection.endIfIdle();
    },
  };
}

class DirectConnection implements LightExchange {
  headers: IncomingHttpHeaders = {};
  readonly socket: Socket & { readonly encrypted?: unknown };
  readonly #idleMs: number;
  readonly #lightPath: () => LightPath | undefined;
  readonly #onLeft: (toServer: boolean) => void;
  readonly #listeners: readonly (readonly [event: string, listener: (chunk: Buffer) => void])[];
  /** Null where pieces come as events. */
  readonly #leaveInPlace: (() => void) | null;
  #body: Buffer = nothing;
  #isBusy = false;
  /** Of the clock, since something came or went. */
  #ticks = 0;
  /** What came before the request ahead of it was answered. */
  #early: Buffer[] = [];
  #gone: AbortController | undefined;

  constructor(
    socket: Socket,
    idleMs: number,
    lightPath: () => LightPath | undefined,
    onLeft: (toServer: boolean) => void,
  ) {
    this.socket = socket;
    this.#idleMs = idleMs;
    this.#lightPath = lightPath;
    this.#onLeft = onLeft;
    this.#listeners = [
      ["data", (chunk) => this.#read(chunk)],
      // As the runtime's server does: who sends no more is taken to have gone.
      ["end", () => socket.destroySoon()],
      ["error", () => socket.destroy()],
      ["drain", () => socket.resume()],
      ["close", () => this.#close()],
    ];
    for (const [event, listener] of this.#listeners) socket.on(event, listener);
    this.#leaveInPlace = readInPlace(socket, (bytes) => this.#read(bytes));
  }

  /** What it keeps of a piece it copies: the next may be written over it. */
  #read(chunk: Buffer): void {
    this.#ticks = 0;
    if (this.#isBusy) {
      this.#early.push(Buffer.from(chunk));
      this.socket.pause();
      return;
    }
    const request = readWholeRequest(chunk);
    const light = this.#lightPath();
    const route = request === null ? undefined : light?.find(request.path);
    if (request === null || light === undefined || route === undefined) {
      this.#handOver(Buffer.from(chunk));
      return;
    }
    this.#take(request);
    light.answer(route, this);
  }

  #take({ headers, body }: WholeRequest): void {
    this.headers = headers;
    this.#body = Buffer.from(body);
    this.#isBusy = true;
  }

  body(held: HeldBody, limit: number): Buffer {
    const body = this.#body;
    this.#body = nothing;
    held.keep(body.length, limit);
    return body;
  }

  answer(answer: LightAnswer, isLast: boolean): void {
    this.#isBusy = false;
    this.#ticks = 0;
    this.#gone = undefined;
    if (this.socket.writableEnded || this.socket.destroyed) return;
    const isSent = this.socket.write(messageOf(answer, isLast, this.#idleMs));
    if (isLast) this.socket.destroySoon();
    else if (this.#early.length > 0) this.#handOver(Buffer.concat(this.#early));
    // A client that does not read its answers gets no more of them.
    else if (!isSent) this.socket.pause();
  }

  signal(): AbortSignal {
    this.#gone ??= new AbortController();
    if (this.socket.destroyed) this.#gone.abort();
    return this.#gone.signal;
  }

  tick(): void {
    if (++this.#ticks > ticksUntilIdle) this.endIfIdle();
  }

  endIfIdle(): void {
    if (!this.#isBusy) this.socket.destroy();
  }

  #close(): void {
    this.#gone?.abort();
    this.#onLeft(false);
  }

  #handOver(bytes: Buffer): void {
    const { socket } = this;
    for (const [event, listener] of this.#listeners) socket.off(event, listener);
    this.#leaveInPlace?.();
    socket.pause();
    this.#onLeft(true);
    socket.unshift(bytes);
    socket.resume();
  }
}

const nothing = Buffer.alloc(0);
const ticksUntilIdle = 8;

interface Message {
  readonly isLast: boolean;
  readonly idleMs: number;
  readonly second: number;
  readonly bytes: Buffer;
}

/** What was last made of an answer; each route has its own. */
const messages = new WeakMap<LightAnswer, Message>();

/** The message as the runtime writes it; within a second, equal answers are one message. */
function messageOf(answer: LightAnswer, isLast: boolean, idleMs: number): Buffer {
  const second = Math.floor(Date.now() / 1000);
  const last = messages.get(answer);
  if (last?.second === second && last.isLast === isLast && last.idleMs === idleMs) {
    return last.bytes;
  }
  const bytes = writeMessage(answer, isLast, idleMs);
  messages.set(answer, { isLast, idleMs, second, bytes });
  return bytes;
}

function writeMessage(answer: LightAnswer, isLast: boolean, idleMs: number): Buffer {
  const { status, headers, text } = answer;
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`];
  for (let at = 0; at < headers.length; at += 2) lines.push(`${headers[at]}: ${headers[at + 1]}`);
  lines.push(`date: ${new Date().toUTCString()}`);
  if (isLast) lines.push("connection: close");
  else lines.push("connection: keep-alive", `keep-alive: timeout=${Math.floor(idleMs / 1000)}`);
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${text}`);
}
