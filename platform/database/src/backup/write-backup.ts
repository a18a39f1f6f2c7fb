import { newId } from "@causeway/kernel";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { type Connection, withClient } from "../connection.ts";
import { quoteIdentifier } from "../identifiers.ts";
import { roleOf } from "../roles.ts";
import { beginSnapshot, readInstallation } from "./begin-snapshot.ts";
import { writeBackupFile } from "./container/backup-file.ts";
import { frameKinds, jsonFrame, packFrame } from "./container/frame.ts";
import { qualified } from "./describe/catalog.ts";
import type { BackedUpTable, Manifest, SequencePosition } from "./manifest.ts";
import type { SealedKey } from "./sealed-key.ts";

export interface WrittenBackup {
  readonly takenAt: Date;
  readonly tables: number;
  readonly rows: number;
  readonly bytes: number;
}

export interface WriteBackupOptions {
  readonly path: string;
  readonly keyFingerprint: string | null;
  /** Seals the key for a backup of this id. */
  readonly sealKey: ((id: string) => SealedKey) | undefined;
  readonly report: (table: string) => void;
}

/**
 * Writes one moment of a running installation into a file: every table is read in one snapshot, held still only in
 * its definition. Memory does not grow with the data.
 */
export async function writeBackup(
  admin: Connection,
  options: WriteBackupOptions,
): Promise<WrittenBackup> {
  return withClient(admin, async (client) => {
    await client.query(backupSession);
    const installation = await readInstallation(client);
    const begun = await beginSnapshot(client, installation);
    const id = newId();
    const counts = { tables: 0, rows: 0 };
    const header = {
      id,
      takenAt: begun.takenAt.toISOString(),
      keyFingerprint: options.keyFingerprint,
      key: options.sealKey?.(id) ?? null,
    };
    const pieces = backupPieces(client, begun.manifest, counts, options.report);
    const bytes = await writeBackupFile(options.path, header, pieces);
    await client.query("commit");
    return { takenAt: begun.takenAt, ...counts, bytes };
  });
}

/** Values go as the same text through every server, and nothing ends a long copy. */
export const backupSession = `set statement_timeout to 0; set idle_in_transaction_session_timeout to 0;
  set client_encoding to 'UTF8'; set datestyle to 'ISO'; set intervalstyle to 'postgres';
  set timezone to 'UTC'; set extra_float_digits to 1; set bytea_output to 'hex'`;

async function* backupPieces(
  client: pg.ClientBase,
  manifest: Manifest,
  counts: { tables: number; rows: number },
  report: (table: string) => void,
): AsyncGenerator<Buffer> {
  yield jsonFrame(frameKinds.manifest, manifest);
  for (const table of manifest.tables) {
    report(`${table.schema}.${table.name}`);
    yield jsonFrame(frameKinds.tableBegin, { schema: table.schema, name: table.name });
    const rows = yield* tableRows(client, manifest.installation, table);
    yield jsonFrame(frameKinds.tableEnd, { rows });
    counts.tables += 1;
    counts.rows += rows;
  }
  // Read last: sequences stand outside snapshots and must not be behind the rows.
  yield jsonFrame(frameKinds.sequences, await sequencePositions(client, manifest));
  yield jsonFrame(frameKinds.end, counts);
}

const pieceBytes = 256 * 1024;

async function* tableRows(
  client: pg.ClientBase,
  installation: string,
  table: BackedUpTable,
): AsyncGenerator<Buffer, number> {
  await client.query(`set local role ${quoteIdentifier(roleOf(installation, table.owner))}`);
  const columns = table.columns.map(quoteIdentifier).join(", ");
  const rows = client.query(
    copyTo(`copy ${qualified(table.schema, table.name)} (${columns}) to stdout`),
  );
  let pending: Buffer[] = [];
  let size = 0;
  for await (const chunk of rows as AsyncIterable<Buffer>) {
    pending.push(chunk);
    size += chunk.length;
    if (size < pieceBytes) continue;
    yield packFrame(frameKinds.rows, Buffer.concat(pending));
    pending = [];
    size = 0;
  }
  if (size > 0) yield packFrame(frameKinds.rows, Buffer.concat(pending));
  // The stream ends with the last row; how many there were, the server says after it, and answers the next query then.
  await client.query("select");
  return rows.rowCount;
}

async function sequencePositions(
  client: pg.ClientBase,
  manifest: Manifest,
): Promise<readonly SequencePosition[]> {
  const positions: SequencePosition[] = [];
  for (const { schema, name, owner } of manifest.sequences) {
    await client.query(`set local role ${quoteIdentifier(roleOf(manifest.installation, owner))}`);
    const found = await client.query<{ value: string; isCalled: boolean }>(
      `select last_value::text as value, is_called as "isCalled" from ${qualified(schema, name)}`,
    );
    const [row] = found.rows;
    if (row) positions.push({ schema, name, owner, ...row });
  }
  return positions;
}
