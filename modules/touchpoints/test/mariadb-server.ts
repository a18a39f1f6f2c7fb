import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MariadbFiles } from "@causeway/platform-database/testing";
import { quietPort } from "@causeway/platform-database/testing";
import { createConnection } from "mysql2/promise";
import { brokerCertificate } from "./broker-certificate.ts";

export interface MariadbServer {
  readonly port: number;
  /** Runs statements as the owner of everything. */
  readonly run: (...statements: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

const bootstrapFiles = [
  "mysql_system_tables.sql",
  "mysql_performance_tables.sql",
  "mysql_system_tables_data.sql",
];

/** A MariaDB server of its own, empty, with TLS under the certificate for `localhost`. */
export async function startMariadb({ server, share }: MariadbFiles): Promise<MariadbServer> {
  const folder = mkdtempSync(join(tmpdir(), "causeway-mariadb-"));
  const [cert, key, socket] = ["cert.pem", "key.pem", "socket"].map((name) => join(folder, name));
  writeFileSync(cert ?? "", brokerCertificate.cert);
  writeFileSync(key ?? "", brokerCertificate.key);
  const common = ["--no-defaults", `--datadir=${folder}`, "--innodb-buffer-pool-size=8M"];
  common.push("--innodb-log-file-size=4M", "--innodb-flush-log-at-trx-commit=0");
  if (process.getuid?.() === 0) common.push("--user=root");
  const made = spawnSync(server, [...common, "--bootstrap"], {
    input: [
      "create database mysql;\nuse mysql;\nset @auth_root_socket=NULL;\nset @skip_auth_anonymous=1;\n",
      ...bootstrapFiles.map((name) => readFileSync(join(share, name), "utf8")),
    ].join("\n"),
    encoding: "utf8",
  });
  if (made.status !== 0) throw new Error(`MariaDB cannot be made: ${made.stderr}`);
  const port = await quietPort();
  const child = spawn(server, [
    ...[...common, `--port=${port}`, `--socket=${socket}`, "--bind-address=127.0.0.1"],
    ...[`--ssl-cert=${cert}`, `--ssl-key=${key}`, "--skip-name-resolve"],
  ]);
  const stop = (): void => void child.kill("SIGKILL");
  process.once("exit", stop);
  await new Promise<void>((resolve, reject) => {
    let log = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      if (log.includes("ready for connections")) resolve();
    });
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`MariaDB ended: ${log}`)));
  });
  const owner = await createConnection({ socketPath: String(socket), user: "root" });
  return {
    port,
    run: async (...statements) => {
      for (const statement of statements) await owner.query(statement);
    },
    close: async () => {
      owner.destroy();
      const ended = new Promise((resolve) => child.once("exit", resolve));
      stop();
      await ended;
      process.off("exit", stop);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
