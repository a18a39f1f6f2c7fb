import { connect, type Socket } from "node:net";
import { makeEvents } from "./make-events.ts";

/** One measurement: so many events, in requests of `perRequest`, over so many kept-alive connections. */
export interface LoadJob {
  readonly url: string;
  readonly writeKey: string;
  readonly prefix: string;
  readonly seed: number;
  readonly events: number;
  readonly perRequest: number;
  readonly connections: number;
}

export interface LoadResult {
  readonly seconds: number;
  /** Events of requests that were answered 200. */
  readonly acknowledged: number;
  readonly refused: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of this process, while requests were on their way. */
  readonly cpuSeconds: number;
}

/** Whole requests as bytes, made before the clock starts. */
function makeRequests(job: LoadJob): readonly Buffer[] {
  const events = makeEvents(job.events, { seed: job.seed, prefix: job.prefix, at: new Date() });
  const { host } = new URL(job.url);
  const authorization = Buffer.from(`${job.writeKey}:`).toString("base64");
  const single = job.perRequest === 1;
  const requests: Buffer[] = [];
  for (let at = 0; at < events.length; at += job.perRequest) {
    const batch = events.slice(at, at + job.perRequest);
    const body = Buffer.from(
      JSON.stringify(single ? batch[0] : { batch, sentAt: new Date().toISOString() }),
    );
    const path = single ? `/v1/${batch[0]?.["type"]}` : "/v1/batch";
    const head = [
      `POST ${path} HTTP/1.1`,
      `Host: ${host}`,
      `Authorization: Basic ${authorization}`,
      "Content-Type: application/json",
      `Content-Length: ${body.length}`,
      "\r\n",
    ].join("\r\n");
    requests.push(Buffer.concat([Buffer.from(head), body]));
  }
  return requests;
}

/** Sends one request at a time on a connection until there are none left. */
function work(
  socket: Socket,
  next: () => Buffer | undefined,
  onAnswer: (status: number, ms: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let sentAt = 0;
    let text = "";
    const send = () => {
      const request = next();
      if (request === undefined) {
        socket.destroy();
        resolve();
        return;
      }
      sentAt = performance.now();
      socket.write(request);
    };
    socket.on("error", reject);
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      const end = text.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (text.length < end + 4 + length) return;
      onAnswer(Number(text.slice(9, 12)), performance.now() - sentAt);
      text = "";
      send();
    });
    send();
  });
}

export async function run(job: LoadJob): Promise<LoadResult> {
  const requests = makeRequests(job);
  const { hostname, port } = new URL(job.url);
  const sockets = await Promise.all(
    Array.from({ length: Math.min(job.connections, requests.length) }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
      return socket;
    }),
  );
  let at = 0;
  let refused = 0;
  const times: number[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  await Promise.all(
    sockets.map((socket) =>
      work(
        socket,
        () => requests[at++],
        (status, ms) => {
          if (status === 200) times.push(ms);
          else refused++;
        },
      ),
    ),
  );
  const seconds = (performance.now() - start) / 1000;
  const used = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  return {
    seconds,
    acknowledged: Math.min(job.events, times.length * job.perRequest),
    refused: refused * job.perRequest,
    p50Ms: times[Math.floor(times.length * 0.5)] ?? Number.NaN,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
    cpuSeconds: (used.user + used.system) / 1e6,
  };
}
process.on("message", async (message) => {
  process.send?.(await run(message as LoadJob));
});
