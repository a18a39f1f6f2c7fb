import { connect, type NetConnectOpts, type Socket } from "node:net";
import { createAnswerReader } from "./answer-reader.ts";
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

/** Called with the status of an answer and the time that it took. */
type OnAnswer = (status: number, ms: number) => void;

/** One kept-alive connection: sends one request at a time, and the next when the answer has come whole. */
interface Sender {
  /** Sends until there are no requests left. */
  run(next: () => Buffer | undefined, onAnswer: OnAnswer): Promise<void>;
}

/** What a connection has brought is read before another's is; one buffer does for all. */
const received = Buffer.allocUnsafeSlow(64 * 1024);

async function openSender(host: string, port: number): Promise<Sender> {
  const read = createAnswerReader();
  let onRead: (bytes: Buffer) => void = () => undefined;
  const socket = await open({
    ...{ host, port, noDelay: true },
    onread: {
      buffer: received,
      callback: (size) => {
        onRead(received.subarray(0, size));
        return true;
      },
    },
  });
  return {
    run: (next, onAnswer) =>
      new Promise((resolve, reject) => {
        let sentAt = 0;
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
        socket.on("close", () => reject(new Error("The server ended a connection")));
        onRead = (bytes) => {
          const status = read(bytes);
          if (status === null) return;
          onAnswer(status, performance.now() - sentAt);
          send();
        };
        send();
      }),
  };
}

function open(options: NetConnectOpts): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(options, () => resolve(socket));
    socket.once("error", reject);
  });
}

export async function run(job: LoadJob): Promise<LoadResult> {
  const requests = makeRequests(job);
  const { hostname, port } = new URL(job.url);
  const senders = await Promise.all(
    Array.from({ length: Math.min(job.connections, requests.length) }, () =>
      openSender(hostname, Number(port)),
    ),
  );
  let at = 0;
  let refused = 0;
  const times: number[] = [];
  const next = () => requests[at++];
  const onAnswer = (status: number, ms: number) => {
    if (status === 200) times.push(ms);
    else refused++;
  };
  const cpu = process.cpuUsage();
  const start = performance.now();
  await Promise.all(senders.map((sender) => sender.run(next, onAnswer)));
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
