import { AppError } from "@causeway/kernel";
import pg from "pg";
import { type Connection, clientOptions } from "../connection.ts";

/** `server` is the one long-running program on a data folder; a `command` may work beside it. */
export type ServerUse = "server" | "command";

/** A connection that says "in use" for as long as this process lives: its locks end with it, however it ends. */
export interface ServerLock {
  /** Resolves when the connection breaks, that is when the server has ended. */
  readonly lost: Promise<void>;
  /** Gives the locks back; true when no other process uses the server. */
  release(): Promise<boolean>;
}

const lockFamily = 0x63_77;
const inUse = `${lockFamily}, 1`;
const isServer = `${lockFamily}, 2`;

/** Throws AppError("conflict") when `use` is "server" and another one runs on this data folder. */
export async function lockServer(connection: Connection, use: ServerUse): Promise<ServerLock> {
  const client = new pg.Client({
    ...clientOptions(connection),
    application_name: `causeway ${use}, process ${process.pid}`,
  });
  const lost = new Promise<void>((resolve) => client.once("end", () => resolve()));
  client.on("error", () => undefined);
  await client.connect();
  try {
    if (use === "server" && !(await tryLock(client, isServer))) {
      const other = await client.query<{ name: string }>(
        `select application_name as name from pg_stat_activity
          where application_name like 'causeway server,%' and pid <> pg_backend_pid() limit 1`,
      );
      const who = other.rows[0]?.name.replace("causeway server, ", "") ?? "process unknown";
      throw new AppError("conflict", {
        zh: `另一个 Causeway 服务器（${who.replace("process", "进程")}）正在使用这个数据目录。请先停止它，或用 --data 指定另一个目录。`,
        en: `Another Causeway server (${who}) already runs on this data folder. Stop it first, or use another --data folder.`,
      });
    }
    await client.query(`select pg_advisory_lock_shared(${inUse})`);
  } catch (error) {
    await client.end();
    throw error;
  }
  return {
    lost,
    async release() {
      await client.query(`select pg_advisory_unlock_shared(${inUse})`);
      const alone = await tryLock(client, inUse);
      await client.end();
      return alone;
    },
  };
}

async function tryLock(client: pg.Client, key: string): Promise<boolean> {
  const found = await client.query<{ locked: boolean }>(
    `select pg_try_advisory_lock(${key}) as locked`,
  );
  return found.rows[0]?.locked === true;
}
