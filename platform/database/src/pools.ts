import pg from "pg";
import { type Connection, clientOptions } from "./connection.ts";
import type { Library, RoleNames } from "./roles.ts";

/** The connections of one process: many for ordinary work, few for changes of tables. */
export interface OpenPools {
  readonly login: pg.Pool;
  readonly owner: pg.Pool;
  /** For statements of the owner that last: those of `owner` must not wait for them. */
  readonly builder: pg.Pool;
  /** For `runPrepared`: connections that take several statements at once. */
  readonly pipelined: pg.Pool;
  library(library: Library): pg.Pool;
  close(): Promise<void>;
}

const pipelinedConnections = 4;

export function openPools(
  admin: Connection,
  login: Connection,
  roles: RoleNames,
  size: number,
): OpenPools {
  const pools: pg.Pool[] = [];
  const open = (config: pg.PoolConfig): pg.Pool => {
    const pool = new pg.Pool({ idleTimeoutMillis: 30_000, ...config });
    // A connection that breaks fails the query under way or is dropped by the pool; the event itself, unheard, would
    // end the process: from the pool for idle connections, from the connection for those between two queries.
    pool.on("error", () => undefined);
    pool.on("connect", (client) => client.on("error", () => undefined));
    pools.push(pool);
    return pool;
  };
  const byLibrary = new Map<Library, pg.Pool>();
  return {
    login: open({ ...clientOptions(login), pipeline: true, max: size }),
    owner: open({ ...clientOptions(admin), pipeline: true, max: 2, idleTimeoutMillis: 5_000 }),
    builder: open({ ...clientOptions(admin), max: 2, idleTimeoutMillis: 5_000 }),
    pipelined: open({
      ...clientOptions(login),
      pipeline: true,
      max: pipelinedConnections,
      // The plans that a connection keeps, some for each workspace it has seen, end with it.
      maxLifetimeSeconds: 600,
    }),
    library(library) {
      const known = byLibrary.get(library);
      if (known) return known;
      const { types: _libraryDefaults, ...options } = clientOptions(login);
      const pool = open({
        ...options,
        options: `-c role=${roles[library]} -c search_path=${library}`,
        max: Math.max(2, Math.ceil(size / 3)),
      });
      byLibrary.set(library, pool);
      return pool;
    },
    async close() {
      await Promise.all(pools.map((pool) => pool.end()));
    },
  };
}
