import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { quietPort } from "@causeway/platform-database/testing";

const script = fileURLToPath(new URL("server-program.ts", import.meta.url));

/** The product as a process that can be killed and started again on the same port. */
export interface ServerProcess {
  readonly url: string;
  /** Ends that nobody asked for, with what the process said last. */
  readonly faults: readonly string[];
  /** Everything that it has written out so far. */
  readonly output: readonly string[];
  start(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Sends a signal to PostgreSQL; false when it is not running just now. */
  signalDatabase(signal: NodeJS.Signals): boolean;
  /** What the server's clock is wrong by from now on. */
  shiftClock(offsetMs: number): void;
  /** Has identity computed again from the start of the log; `output` says so when that has begun. */
  replay(workspace: string): void;
}

export async function serverProcess(dataFolder: string): Promise<ServerProcess> {
  const port = await quietPort();
  const faults: string[] = [];
  const output: string[] = [];
  let child: ChildProcess | undefined;
  let isMeant = false;
  return {
    url: `http://127.0.0.1:${port}`,
    faults,
    output,
    async start() {
      isMeant = false;
      const started = spawn(process.execPath, [script, dataFolder, String(port)], {
        stdio: ["ignore", "pipe", "pipe", "ipc"],
      });
      child = started;
      let errors = "";
      started.stderr?.on("data", (chunk) => {
        errors = (errors + chunk).slice(-2_000);
        output.push(String(chunk));
      });
      await new Promise<void>((resolve, reject) => {
        started.stdout?.on("data", (chunk) => {
          output.push(String(chunk));
          if (String(chunk).includes("ready")) resolve();
        });
        started.once("exit", (code, signal) => {
          if (isMeant) return;
          faults.push(`ended with ${code ?? signal}: ${errors}`);
          reject(new Error(faults.at(-1)));
        });
      });
    },
    async kill() {
      isMeant = true;
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
    signalDatabase(signal) {
      try {
        const file = readFileSync(join(dataFolder, "postgres", "data", "postmaster.pid"), "utf8");
        process.kill(Number.parseInt(file, 10), signal);
        return true;
      } catch {
        return false;
      }
    },
    shiftClock(offsetMs) {
      child?.send(offsetMs);
    },
    replay(workspace) {
      child?.send(workspace);
    },
  };
}
