import { spawn } from "node:child_process";
import { parseArgs } from "node:util";

/**
 * Runs `npm start` (or the program after `--`) once in the current folder, as whoever runs this: waits until it says
 * where it answers, asks it for its health and its first page, and stops it. Prints one line of JSON.
 */
const { values, positionals } = parseArgs({
  options: { patience: { type: "string", default: "400" } },
  allowPositionals: true,
});
const [program = "npm", ...args] = positionals;
const startedAt = performance.now();
const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
let output = "";
const address = new Promise<string>((resolve) => {
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
      const found = /Causeway +(https?:\/\/\S+)/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
  }
});
const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
const patience = new Promise<"late">((resolve) => {
  setTimeout(() => resolve("late"), Number(values.patience) * 1000).unref();
});

const first = await Promise.race([address, ended, patience]);
const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
let health: number | undefined;
let page: number | undefined;
if (typeof first === "string" && first !== "late") {
  health = (await fetch(`${first}/health`)).status;
  page = (await fetch(`${first}/`)).status;
}
if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGINT");
const code = await Promise.race([ended, patience]);
if (code === "late" && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
process.stdout.write(`${JSON.stringify({ seconds, health, page, code, output })}\n`);
