import pg from "pg";
import { type Connection, clientOptions } from "./connection.ts";
import { quoteIdentifier } from "./identifiers.ts";

type Callback = (payload: string) => void;

/** LISTEN on one connection for all channels of the process. */
export interface Listener {
  listen(channel: string, onNotify: Callback): Promise<() => Promise<void>>;
  /** Whether notifications arrive just now: after a break they are lost until the callbacks were told of it. */
  isListening(): boolean;
  close(): Promise<void>;
}

const firstPauseMs = 50;
const longestPauseMs = 2_000;

/**
 * Connects on the first use and again whenever the connection breaks. After a break every callback is called once
 * with an empty payload, because notifications sent meanwhile are lost.
 */
export function createListener(connection: Connection): Listener {
  const callbacks = new Map<string, Set<Callback>>();
  let client: pg.Client | undefined;
  let connecting: Promise<pg.Client> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  /** The connection broke, and the callbacks do not know yet. */
  let hasMissed = false;

  const open = async (): Promise<pg.Client> => {
    const next = new pg.Client(clientOptions(connection));
    next.on("notification", ({ channel, payload }) => {
      for (const callback of callbacks.get(channel) ?? []) callback(payload ?? "");
    });
    next.on("error", () => undefined);
    await next.connect();
    for (const channel of callbacks.keys()) await next.query(`listen ${quoteIdentifier(channel)}`);
    next.once("end", () => {
      if (client === next) client = undefined;
      hasMissed = true;
      if (!closed) reconnect(firstPauseMs);
    });
    client = next;
    return next;
  };

  const current = (): Promise<pg.Client> => {
    if (client) return Promise.resolve(client);
    connecting ??= open().finally(() => {
      connecting = undefined;
    });
    return connecting;
  };

  const reconnect = (pauseMs: number): void => {
    timer = setTimeout(() => {
      current().then(
        () => {
          hasMissed = false;
          for (const set of callbacks.values()) for (const callback of set) callback("");
        },
        () => {
          if (!closed) reconnect(Math.min(pauseMs * 2, longestPauseMs));
        },
      );
    }, pauseMs);
  };

  return {
    isListening: () => client !== undefined && !hasMissed,
    async listen(channel, onNotify) {
      const set = callbacks.get(channel) ?? new Set();
      callbacks.set(channel, set.add(onNotify));
      if (set.size === 1) await (await current()).query(`listen ${quoteIdentifier(channel)}`);
      return async () => {
        set.delete(onNotify);
        if (set.size > 0) return;
        callbacks.delete(channel);
        await client?.query(`unlisten ${quoteIdentifier(channel)}`);
      };
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await connecting?.catch(() => undefined);
      await client?.end();
    },
  };
}
