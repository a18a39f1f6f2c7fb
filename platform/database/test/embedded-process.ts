import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A running `embedded-program.ts`. */
export interface Program {
  readonly child: ChildProcess;
  /** Its next line. */
  answer(): Promise<Record<string, unknown>>;
  ask(): Promise<Record<string, unknown>>;
  /** Ends its input and waits for its end; returns its last line. */
  close(): Promise<Record<string, unknown>>;
  kill(): Promise<void>;
}

const path = fileURLToPath(new URL("./embedded-program.ts", import.meta.url));

/** Starts the program; as `user` when this process is root. */
export function startProgram(
  dataFolder: string,
  use: "server" | "command",
  user?: { readonly uid: number; readonly gid: number },
): Program {
  const child = spawn(process.execPath, [path, dataFolder, use], {
    stdio: ["pipe", "pipe", "inherit"],
    ...user,
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const line = await lines.next();
    if (line.done) throw new Error("The program ended without an answer");
    return JSON.parse(line.value) as Record<string, unknown>;
  };
  return {
    child,
    answer,
    ask() {
      child.stdin.write("?\n");
      return answer();
    },
    async close() {
      child.stdin.end();
      const last = await answer();
      await ended;
      return last;
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
