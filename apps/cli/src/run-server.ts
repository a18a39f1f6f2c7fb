import { type RunningServer, startServer } from "@causeway/app-server";
import { pino } from "pino";
import { environment } from "./environment.ts";

export interface RunServerOptions {
  readonly port: number;
  readonly dataFolder: string;
  readonly start: "empty" | "zh" | "en" | undefined;
  readonly demoCustomers: number | undefined;
  readonly json: boolean;
}

/** Runs the server until Ctrl+C or SIGTERM; a second Ctrl+C does not wait for work in flight. */
export async function runServer(options: RunServerOptions): Promise<number> {
  const { port, dataFolder, json, start, demoCustomers } = options;
  const { logLevel, ...fromEnvironment } = environment();
  const stop = stopRequested();
  const server = await startServer({
    ...fromEnvironment,
    port,
    dataFolder,
    demoCustomers,
    log: pino({ level: logLevel }, pino.destination({ dest: 2, sync: true })),
    onBuild: (name) => {
      if (!json) console.log(`  正在构建 / Building: ${name} …`);
    },
  });
  if (start !== undefined) await server.foundFirstWorkspace(start);
  console.log(json ? announcement(server) : banner(server));
  await stop;
  if (!json) console.log("  正在停止 / Stopping …");
  await server.close();
  if (!json) console.log("  已停止 / Stopped");
  return 0;
}

/** npm passes a Ctrl+C on to its program, which has had it from the terminal already. */
const sameKeyMs = 1000;

function stopRequested(): Promise<void> {
  return new Promise((resolve) => {
    let askedAtMs: number | undefined;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        if (askedAtMs !== undefined && performance.now() - askedAtMs > sameKeyMs) process.exit(1);
        askedAtMs ??= performance.now();
        resolve();
      });
    }
  });
}

function announcement({ url, setupLink }: RunningServer): string {
  return JSON.stringify({ url, setupLink: setupLink ?? null });
}

function banner({ url, setupLink }: RunningServer): string {
  const first = [
    "",
    "  首次使用：打开此一次性链接，成为所有者（24 小时内有效）",
    "  First visit: open this one-time link to become the owner (valid for 24 hours)",
    "",
    `    ${setupLink}`,
  ];
  return [
    "",
    `  Causeway    ${url}`,
    ...(setupLink === undefined ? [] : first),
    "",
    "  Ctrl+C 停止 / stops the server",
    "",
  ].join("\n");
}
