import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { openDatabase } from "@causeway/platform-database";
import { createDataFolder, quietPort } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { expect, it } from "vitest";
import { touchpointsMigrations } from "../src/index.ts";
import { seenMigrations } from "./seen-projection.ts";

const { CAUSEWAY_LONG_TESTS } = process.env;
const script = fileURLToPath(new URL("crash-server.ts", import.meta.url));

const senders = 150;
const slowSenders = 60;
const bytesToSend = 600e6;
const eventsPerBatch = 100;
const text = "x".repeat(3_800);
/** All that may wait and all bodies together are 96 MB for one workspace; what they become in memory is a few times that. */
const mostMegabytesMore = 450;

/** Memory of a process, in MB. */
function residentMegabytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}

async function startServer(folder: string, port: number) {
  const child = spawn(process.execPath, [script, folder, String(port)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  for await (const chunk of child.stdout) {
    output += chunk;
    if (output.includes("ready")) break;
  }
  return { child, pid: child.pid ?? 0, key: /key (\S+)/.exec(output)?.[1] ?? "" };
}

it.skipIf(CAUSEWAY_LONG_TESTS !== "1" || process.platform !== "linux")(
  "a server that cannot store holds a bounded memory, whatever rude clients send, and loses nothing it acknowledged",
  { timeout: 600_000 },
  async () => {
    const folder = createDataFolder();
    const port = await quietPort();
    const { child, pid, key } = await startServer(folder.path, port);
    const modules = [touchpointsMigrations, seenMigrations];
    const database = await openDatabase({ dataFolder: folder.path, modules });
    const agent = new Agent({ keepAlive: true, maxSockets: senders });
    const authorization = `Basic ${btoa(`${key}:`)}`;
    const counts = new Map<number, number>();
    const acknowledged: string[] = [];
    let sent = 0;
    let most = 0;
    const watching = setInterval(() => {
      most = Math.max(most, residentMegabytes(pid));
    }, 50);

    const post = (name: string): Promise<number> => {
      const batch = Array.from({ length: eventsPerBatch }, (_, index) => ({
        ...{ type: "track", event: "Sent", userId: "u", messageId: `${name}-${index}` },
        properties: { text },
      }));
      const body = JSON.stringify({ batch });
      sent += body.length;
      return new Promise((resolve, reject) => {
        const headers = { authorization, "content-length": body.length };
        const asked = request(
          { port, path: "/v1/batch", method: "POST", agent, headers },
          (answer) => {
            answer.resume().on("end", () => resolve(answer.statusCode ?? 0));
          },
        );
        // A server that has refused before it has read closes the connection.
        asked.on("error", (error: NodeJS.ErrnoException) =>
          error.code === "EPIPE" || error.code === "ECONNRESET" ? resolve(0) : reject(error),
        );
        asked.end(body);
      });
    };
    /** Sends without a pause, whatever is answered. */
    const flood = async (sender: number): Promise<void> => {
      for (let turn = 0; sent < bytesToSend; turn++) {
        const name = `s${sender}-${turn}`;
        const status = await post(name);
        counts.set(status, (counts.get(status) ?? 0) + 1);
        if (status === 200) acknowledged.push(name);
      }
    };

    try {
      expect(await post("first")).toBe(200);
      const before = residentMegabytes(pid);
      const [found] = await database.workspaces();
      if (found === undefined) throw new Error("The server made no workspace");
      const workspace = await database.workspace(found.id);
      const slow = Array.from({ length: slowSenders }, () => {
        const socket = connect(port);
        socket.on("error", () => undefined);
        const head = `POST /v1/batch HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Length: 450000\r\n\r\n`;
        socket.write(`${head}{"batch":[${" ".repeat(400_000)}`);
        return socket;
      });
      let flooding: Promise<unknown> = Promise.resolve();
      await workspace.transaction(async (trx) => {
        await sql`lock table events in share mode`.execute(trx);
        flooding = Promise.all(Array.from({ length: senders }, (_, at) => flood(at)));
        flooding.catch(() => undefined);
        // Statement after statement, for a transaction that does nothing is ended.
        while (sent < bytesToSend) await sql`select pg_sleep(0.2)`.execute(trx);
      });
      // What waits is answered now that the table is free again.
      await flooding;
      for (const socket of slow) socket.destroy();
      const { rows } = await workspace.transaction((trx) =>
        sql<{ name: string; events: number }>`
          select regexp_replace(message_id, '-[0-9]+$', '') as name, count(*) as events
          from events group by 1`.execute(trx),
      );
      const stored = new Map(rows.map(({ name, events }) => [name, events]));
      const answers = [200, 429, 503, 0].map((status) => counts.get(status) ?? 0);
      const memory = [before, most, residentMegabytes(pid)].map(Math.round);
      process.stdout.write(
        `| MB sent | 200 | 429 | 503 | closed early | RSS before MB | most MB | after MB |\n| ${[Math.round(sent / 1e6), ...answers, ...memory].join(" | ")} |\n`,
      );
      expect(acknowledged.map((name) => stored.get(name))).toEqual(
        acknowledged.map(() => eventsPerBatch),
      );
      expect((counts.get(429) ?? 0) + (counts.get(503) ?? 0)).toBeGreaterThan(100);
      expect(most - before).toBeLessThan(mostMegabytesMore);
    } finally {
      clearInterval(watching);
      agent.destroy();
      child.kill("SIGKILL");
      await database.close();
      folder.remove();
    }
  },
);
