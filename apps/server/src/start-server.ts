import { startProjectionRunner } from "@causeway/module-touchpoints";
import { type Database, openDatabase } from "@causeway/platform-database";
import { buildHttpServer, type HttpServer } from "@causeway/platform-http";
import { type Logger, pino } from "pino";
import { readBackupState } from "./backup-state.ts";
import { foundDemo } from "./demo/index.ts";
import { holdPort } from "./hold-port.ts";
import { createMetrics } from "./metrics/create-metrics.ts";
import { metricsRoute } from "./metrics/metrics-route.ts";
import { allMigrations } from "./migrations.ts";
import { joinModules } from "./product/join-modules.ts";
import type { Product } from "./product/product.ts";
import { removeServerFile, writeServerFile } from "./server-file.ts";
import { type BuiltFiles, ensureBuilt } from "./web-build.ts";

export interface ServerOptions {
  readonly dataFolder: string;
  /** 4600 unless given; 0 takes a free one. */
  readonly port?: number;
  /** 127.0.0.1 unless given. */
  readonly host?: string;
  readonly databaseUrl?: string | undefined;
  readonly secret?: string | undefined;
  /** As people reach the server; `http://localhost:PORT` unless given. */
  readonly publicUrl?: string | undefined;
  /** How many reverse proxies that set X-Forwarded headers stand before the server; 0 unless given. */
  readonly proxies?: number;
  /** Where the built pages lie; built when stale unless given; null serves no pages. */
  readonly files?: BuiltFiles | null;
  /** Who sends it as `Authorization: Bearer …` reads `/metrics`; without one only programs on this machine do. */
  readonly metricsToken?: string | undefined;
  /** Customers of a demo company that is loaded; 1,000 unless given. */
  readonly demoCustomers?: number | undefined;
  readonly onBuild?: (name: string) => void;
  readonly log?: Logger;
}

export interface RunningServer {
  /** As people reach it. */
  readonly url: string;
  /** The one-time link while there is no owner yet. */
  readonly setupLink: string | undefined;
  readonly database: Database;
  readonly product: Product;
  readonly http: HttpServer;
  /** Founds the first workspace, empty or with the demo company; does nothing where there is one. */
  foundFirstWorkspace(start: "empty" | "zh" | "en"): Promise<void>;
  /** Lets requests and jobs in flight finish, then ends everything that was started. Calling it again waits too. */
  close(): Promise<void>;
}

/**
 * Starts the whole product: database, modules, projections, jobs, pages.
 * Throws AppError with one clear sentence for what a person must change (port taken, folder in use, …).
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { dataFolder, host = "127.0.0.1" } = options;
  const log = options.log ?? pino({ level: "silent" });
  const { port, release } = await holdPort(host, options.port ?? 4600);
  const url = options.publicUrl ?? `http://localhost:${port}`;
  const closing: (() => Promise<void> | void)[] = [release];
  const closeAll = () => runAll(closing.splice(0).reverse());
  try {
    const building =
      options.files === undefined
        ? ensureBuilt(options.onBuild ?? (() => undefined))
        : options.files;
    const [opened, built] = await Promise.allSettled([open(options), building]);
    if (opened.status === "fulfilled") closing.push(() => opened.value.close());
    const database = settled(opened);
    const files = settled(built);
    const metrics = createMetrics(database);
    closing.push(() => metrics.close());
    const product = await joinModules({
      database,
      publicUrl: url,
      localUrl: localUrl(host, port),
      log,
      demoCustomers: options.demoCustomers,
      readBackups: () => readBackupState(dataFolder),
      onGroup: metrics.onGroup,
    });
    const http = await buildHttpServer({
      routes: [...product.routes, metricsRoute(metrics.render, options.metricsToken)],
      onAnswer: metrics.onAnswer,
      authenticator: product.access.authenticator,
      sourceAuthenticator: product.sourceAuthenticator,
      workspace: database.workspaceAtHand,
      veilOf: product.veilOf,
      info: { title: "Causeway", version: "0.1.0", description: "The API of a Causeway server." },
      log,
      proxies: options.proxies ?? 0,
      ...(files && { files }),
    });
    metrics.watch({ writer: product.writer, intake: http.intake });
    const projections = await startProjectionRunner({
      database,
      projections: product.projections,
      onError: (error, workspace) => log.error({ err: error, workspace }, "projection failed"),
    });
    closing.push(() => projections.close());
    closing.push(() => http.app.close());
    await release();
    await http.app.listen({ host, port });
    // Jobs may call this server over HTTP: they start after it and end before it.
    closing.push(() => product.jobs.stop());
    await product.jobs.start();
    await product.resumeTables();
    closing.push(() => product.close());
    writeServerFile(dataFolder, {
      pid: process.pid,
      url: localUrl(host, port),
      startedAt: new Date().toISOString(),
    });
    closing.push(() => removeServerFile(dataFolder));
    const setupLink = await product.access.setupLink();
    let closed: Promise<void> | undefined;
    const close = () => {
      closed ??= closeAll();
      return closed;
    };
    const foundFirstWorkspace = (start: "empty" | "zh" | "en") =>
      foundWorkspace(database, product, start);
    return { url, setupLink, database, product, http, foundFirstWorkspace, close };
  } catch (error) {
    await closeAll().catch((second: unknown) => log.error({ err: second }, "closing failed"));
    throw error;
  }
}

/** Runs every step, also after one that failed, and throws the first error at the end. */
async function runAll(steps: readonly (() => Promise<void> | void)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

async function foundWorkspace(
  database: Database,
  product: Product,
  start: "empty" | "zh" | "en",
): Promise<void> {
  if ((await database.workspaces()).length > 0) return;
  if (start === "empty") await database.createWorkspace({ name: "Causeway", locale: "zh" });
  else await product.startDemo(await foundDemo(database, start));
}

function open({ dataFolder, databaseUrl, secret }: ServerOptions): Promise<Database> {
  return openDatabase({
    url: databaseUrl,
    dataFolder,
    secret,
    modules: allMigrations,
    use: "server",
  });
}

/** What was promised; throws its reason where that failed. */
function settled<Value>(result: PromiseSettledResult<Value>): Value {
  if (result.status === "rejected") throw result.reason;
  return result.value;
}

/** The address at which this process reaches its own server. */
function localUrl(host: string, port: number): string {
  const reachable = { "0.0.0.0": "127.0.0.1", "::": "::1" }[host] ?? host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}
