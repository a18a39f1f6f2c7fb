import type { ChildProcess } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "@causeway/kernel";
import type { Connection } from "../connection.ts";
import { probe } from "./cluster.ts";

/**
 * Asks a starting server until it answers. Throws AppError("unavailable") when its process ends or the time is over;
 * recovery after a crash counts as starting.
 */
export async function waitUntilReady(
  child: ChildProcess,
  connection: Connection,
  logFile: string,
  limitMs = 60_000,
): Promise<void> {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = await probe(connection);
    if (answer.ok) return;
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new AppError("unavailable", {
        zh: `PostgreSQL 在启动时退出：请查看 ${logFile}`,
        en: `PostgreSQL ended while starting; see ${logFile}`,
      });
    }
    if (performance.now() > end) {
      throw new AppError("unavailable", {
        zh: `PostgreSQL 没有应答：${answer.error.message}；请查看 ${logFile}`,
        en: `PostgreSQL does not answer: ${answer.error.message}; see ${logFile}`,
      });
    }
    await pause(20);
  }
}
