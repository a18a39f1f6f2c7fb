import { pipeline } from "node:stream/promises";
import { AppError } from "@causeway/kernel";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { z } from "zod";
import { type Connection, withClient } from "../connection.ts";
import { quoteIdentifier } from "../identifiers.ts";
import { type Installation, newInstallationId } from "../installation.ts";
import { asOwner, bringUpToDate, inTransaction } from "../migrate-installation.ts";
import { type ModuleMigrations, pendingMigrations } from "../migration.ts";
import { ensureLogin, ensureMember, ensureRole, libraries, roleNames, roleOf } from "../roles.ts";
import type { BackupFile } from "./container/backup-file.ts";
import { type Frame, frameKinds } from "./container/frame.ts";
import { qualified } from "./describe/catalog.ts";
import {
  type BackedUpTable,
  type Manifest,
  manifestSchema,
  type Statement,
  sequencePositionSchema,
} from "./manifest.ts";
import { backupSession } from "./write-backup.ts";

export interface RestoredBackup {
  readonly takenAt: Date;
  readonly tables: number;
  readonly rows: number;
  readonly workspaces: readonly string[];
}

export interface RestoreBackupOptions {
  readonly modules: readonly ModuleMigrations[];
  passwordFor(installation: string): string;
  readonly report: (table: string) => void;
}

/** The description at the start of a backup. Throws AppError("bad-input") when it comes from newer modules. */
export async function readManifest(
  file: BackupFile,
  modules: readonly ModuleMigrations[],
): Promise<Manifest> {
  const frames = file.frames();
  const first = await frames.next();
  await frames.return(undefined);
  if (first.done || first.value.kind !== frameKinds.manifest) throw new TypeError("No manifest");
  const manifest = manifestSchema.parse(JSON.parse(first.value.body.toString()));
  for (const scope of ["shared", "workspace"] as const) {
    checkKnown(manifest.migrations[scope], modules, scope);
  }
  return manifest;
}

function checkKnown(
  steps: readonly string[],
  modules: readonly ModuleMigrations[],
  scope: "shared" | "workspace",
): void {
  for (const name of new Set(steps.map((step) => step.split("/", 1)[0] ?? ""))) {
    const module = modules.find((each) => each.module === name);
    const ran = steps.filter((step) => step.startsWith(`${name}/`));
    const applied = new Set(ran.map((step) => step.slice(name.length + 1)));
    try {
      pendingMigrations(name, module?.[scope] ?? [], applied);
    } catch (cause) {
      const message = {
        zh: "这份备份来自更新版本的 Causeway：请用那个版本恢复",
        en: "The backup was made by a newer version of Causeway; restore it with that version",
      };
      throw new AppError("bad-input", message, { cause });
    }
  }
}

/** Throws AppError("conflict") unless the database holds nothing of an installation. */
export async function requireEmpty(admin: Connection): Promise<void> {
  await withClient(admin, async (client) => {
    const found = await client.query<{ name: string }>(
      "select nspname as name from pg_namespace where nspname = any($1)",
      [["shared", ...libraries]],
    );
    if (found.rowCount === 0) return;
    throw new AppError("conflict", {
      zh: "这里已有数据。请恢复到空的目录（--data）或空的数据库（DATABASE_URL）。",
      en: "There are data here already. Restore into an empty folder (--data) or an empty database (DATABASE_URL).",
    });
  });
}

/**
 * Puts a backup into an empty database, brings it up to date and lets each module decide what must not simply go on;
 * all in one transaction, so that a restore is whole or has not happened.
 */
export async function restoreBackup(
  admin: Connection,
  file: BackupFile,
  manifest: Manifest,
  options: RestoreBackupOptions,
): Promise<RestoredBackup> {
  const takenAt = new Date(file.header.takenAt);
  return withClient(admin, async (client) => {
    await client.query(backupSession);
    const counts = await inTransaction(client, async () => {
      await client.query(
        "set local check_function_bodies to off; set local maintenance_work_mem to '256MB'",
      );
      const id = await chooseId(client, manifest.installation);
      await makeRoles(client, id, manifest, options);
      await runStatements(client, id, manifest.beforeRows);
      const copied = await copyPieces(client, id, file, manifest, options.report);
      await runStatements(client, id, manifest.afterRows);
      if (id !== manifest.installation) await rename(client, id);
      const installation = await bringUpToDate(client, options);
      await decide(client, installation, manifest, options.modules, takenAt);
      return copied;
    });
    await client.query("analyze");
    const workspaces = manifest.workspaces.map(({ name }) => name);
    return { takenAt, ...counts, workspaces };
  });
}

/** The id of the backup, or a new one where roles of that name serve another database of this server. */
async function chooseId(client: pg.ClientBase, id: string): Promise<string> {
  const taken = await client.query(
    "select 1 from pg_roles where starts_with(rolname, $1) limit 1",
    [roleOf(id, "")],
  );
  return taken.rowCount === 0 ? id : newInstallationId();
}

async function makeRoles(
  client: pg.ClientBase,
  id: string,
  manifest: Manifest,
  { passwordFor }: RestoreBackupOptions,
): Promise<void> {
  const { login } = roleNames(id);
  const admin = await client.query<{ name: string }>("select current_user as name");
  await ensureLogin(client, login, passwordFor(id));
  for (const part of manifest.roles.filter((each) => each !== "login")) {
    const role = roleOf(id, part);
    await ensureRole(client, role);
    await ensureMember(client, role, admin.rows[0]?.name ?? "");
    if (part !== "owner") await ensureMember(client, role, login);
  }
  for (const { name, owner } of manifest.schemas) {
    await client.query(
      `create schema ${quoteIdentifier(name)} authorization ${quoteIdentifier(roleOf(id, owner))}`,
    );
  }
}

async function runStatements(
  client: pg.ClientBase,
  id: string,
  statements: readonly Statement[],
): Promise<void> {
  await client.query("set local search_path to ''");
  for (const { as, sql, grantees = [] } of statements) {
    const named = grantees.reduce(
      (text, part, index) => text.replace(`$${index + 1}`, () => quoteIdentifier(roleOf(id, part))),
      sql,
    );
    await client.query(`set local role ${quoteIdentifier(roleOf(id, as))}`);
    await client.query(named);
  }
  await client.query("reset role; reset search_path");
}

async function copyPieces(
  client: pg.ClientBase,
  id: string,
  file: BackupFile,
  manifest: Manifest,
  report: (table: string) => void,
): Promise<{ readonly tables: number; readonly rows: number }> {
  const frames = file.frames();
  const counts = { tables: 0, rows: 0 };
  await next(frames, frameKinds.manifest);
  for (const table of manifest.tables) {
    report(`${table.schema}.${table.name}`);
    await next(frames, frameKinds.tableBegin);
    counts.rows += await copyTable(client, id, table, frames);
    counts.tables += 1;
  }
  const positions = z
    .array(sequencePositionSchema)
    .parse(JSON.parse((await next(frames, frameKinds.sequences)).toString()));
  for (const { schema, name, owner, value, isCalled } of positions) {
    await client.query(`set local role ${quoteIdentifier(roleOf(id, owner))}`);
    await client.query("select setval($1::regclass, $2::bigint, $3)", [
      qualified(schema, name),
      value,
      isCalled,
    ]);
  }
  await next(frames, frameKinds.end);
  await client.query("reset role");
  return counts;
}

async function copyTable(
  client: pg.ClientBase,
  id: string,
  table: BackedUpTable,
  frames: AsyncGenerator<Frame>,
): Promise<number> {
  const { schema, name, owner } = table;
  const columns = table.columns.map(quoteIdentifier).join(", ");
  await client.query(`set local role ${quoteIdentifier(roleOf(id, owner))}`);
  const copy = client.query(copyFrom(`copy ${qualified(schema, name)} (${columns}) from stdin`));
  let expected = 0;
  const rows = async function* () {
    for (;;) {
      const { value, done } = await frames.next();
      if (done) throw new TypeError("The backup ends within a table");
      if (value.kind === frameKinds.rows) yield value.body;
      else {
        expected = z.object({ rows: z.int() }).parse(JSON.parse(value.body.toString())).rows;
        return;
      }
    }
  };
  await pipeline(rows, copy);
  if (copy.rowCount !== expected) {
    throw new TypeError(`${schema}.${name}: ${copy.rowCount} of ${expected} rows arrived`);
  }
  return copy.rowCount;
}

async function next(frames: AsyncGenerator<Frame>, kind: number): Promise<Buffer> {
  const { value, done } = await frames.next();
  if (done || value.kind !== kind) throw new TypeError(`The backup has no piece ${kind} here`);
  return value.body;
}

async function rename(client: pg.ClientBase, id: string): Promise<void> {
  await client.query(`set local role ${quoteIdentifier(roleOf(id, "owner"))}`);
  await client.query("update shared.installation set id = $1", [id]);
  await client.query("reset role");
}

async function decide(
  client: pg.ClientBase,
  installation: Installation,
  manifest: Manifest,
  modules: readonly ModuleMigrations[],
  takenAt: Date,
): Promise<void> {
  for (const { schema } of manifest.workspaces) {
    await asOwner(client, installation, schema, async (database) => {
      for (const module of modules) await module.restored?.(database, { takenAt });
    });
  }
}
