import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What the server says when it listens. */
export interface BareReady {
  readonly url: string;
}

// The least that an HTTP server of this runtime does: reads each body whole and answers, without looking at it.
const answer = '{"success":true}';
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    Buffer.concat(chunks);
    response.setHeader("content-type", "application/json; charset=utf-8");
    response.end(answer);
  });
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  const ready: BareReady = { url: `http://127.0.0.1:${port}` };
  process.send?.(ready);
});
process.on("message", () => process.send?.({ cpu: process.cpuUsage() }));
process.once("disconnect", () => process.exit(0));
