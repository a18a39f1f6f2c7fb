import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** A process of its own, so that its CPU time is counted apart. */
export interface Child {
  /** Sends a message and waits for the next one that comes back. */
  ask<Answer>(message: unknown): Promise<Answer>;
  /** Waits for the first message. */
  hear<Answer>(): Promise<Answer>;
  stop(): Promise<void>;
}

export function startChild(
  file: string,
  args: readonly string[] = [],
  execArgv: readonly string[] = [],
): Child {
  const child = fork(new URL(file, import.meta.url), [...args], {
    execArgv: [...process.execArgv, ...execArgv],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const hear = async <Answer>(): Promise<Answer> => {
    const settled = new AbortController();
    const { signal } = settled;
    const ended = once(child, "exit", { signal }).then(([code]) => {
      throw new Error(`${file} ended with ${code}`);
    });
    try {
      const [answer] = await Promise.race([once(child, "message", { signal }), ended]);
      return answer as Answer;
    } finally {
      ended.catch(() => undefined);
      settled.abort();
    }
  };
  return {
    hear,
    ask(message) {
      const answer = hear<never>();
      child.send(message as string);
      return answer;
    },
    stop: () => end(child),
  };
}

/** A child ends by itself when nobody can talk to it any more. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  if (child.connected) child.disconnect();
  await ended;
}
