import { randomUUID } from "node:crypto";
import { erasedMark, type PersonalTable, type Redactor } from "@causeway/platform-audit";
import {
  retryConflicts,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { sql } from "kysely";

/** A column of a table that can hold words. */
interface TextColumn {
  readonly name: string;
  readonly type: "text" | "jsonb" | "text[]";
  readonly nullable: boolean;
}

/** A table on the disk: itself, or one of its partitions. */
interface Leaf {
  readonly name: string;
  readonly pages: number;
}

/** Pages of 8 kB read at once; adjusts to the time they take. */
const firstPages = 512;
const fewestPages = 16;
const mostPages = 8_192;

export interface Scanning {
  readonly onRows?:
    | ((
        trx: WorkspaceTransaction,
        changed: { readonly rows: number; readonly ids: readonly string[] },
      ) => Promise<void>)
    | undefined;
  readonly onPages?: ((trx: WorkspaceTransaction, pages: number) => Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Takes a person out of every row of a table that names them, page range by page range, each in a short transaction.
 * `onRows` hears of the rows within the transaction that changed them: how many, and the ids of those that have one;
 * `onPages` of the pages of 8 kB that are done with a transaction.
 */
export async function scanMentions(
  workspace: WorkspaceDatabase,
  table: string,
  declaration: PersonalTable,
  redactor: Redactor,
  { onRows, onPages, signal }: Scanning = {},
): Promise<number> {
  const { pattern } = redactor;
  if (pattern === null) return 0;
  const { columns, leaves } = await workspace.transaction(
    async (trx) => ({
      columns: await textColumns(trx, table, declaration.mentions ?? []),
      leaves: await leavesOf(trx, table),
    }),
    { readOnly: true },
  );
  if (columns.length === 0) return 0;
  const hasId = await workspace.transaction((trx) => hasColumn(trx, table, "id"), {
    readOnly: true,
  });
  const searched = { table, declaration, columns, hasId, pattern, redactor };
  let changed = 0;
  for (const leaf of leaves)
    changed += await scanLeaf(workspace, leaf, searched, { onRows, onPages, signal });
  return changed;
}

interface Searched {
  readonly table: string;
  readonly declaration: PersonalTable;
  readonly columns: readonly TextColumn[];
  readonly hasId: boolean;
  readonly pattern: string;
  readonly redactor: Redactor;
}

async function scanLeaf(
  workspace: WorkspaceDatabase,
  leaf: Leaf,
  searched: Searched,
  { onRows, onPages, signal }: Scanning,
): Promise<number> {
  const { table, declaration, columns, redactor } = searched;
  const unique = new Set(declaration.unique ?? []);
  let changed = 0;
  let size = firstPages;
  let again = 0;
  // One page more: rows that came meanwhile.
  for (let from = 0; from <= leaf.pages; ) {
    signal?.throwIfAborted();
    const startedAt = performance.now();
    const to = from + size;
    const range = { from, to: to > leaf.pages ? null : to };
    const rows = await retryConflicts(() =>
      workspace.transaction(async (trx) => {
        const found = await namingRows(trx, leaf, searched, range);
        for (const row of found) await rewrite(trx, leaf, columns, unique, redactor, row);
        if (found.length > 0) await tell(trx, table, found, { declaration, onRows });
        const read = Math.min(to, leaf.pages) - from;
        if (found.length < rowsAtOnce && read > 0) await onPages?.(trx, read);
        return found.length;
      }),
    );
    changed += rows;
    // Full: the rest of these pages is read once more.
    if (rows < rowsAtOnce) from = to;
    again = rows < rowsAtOnce ? 0 : again + 1;
    if (again > mostReadings) throw new Error(`Rows of ${table} name a person after rewriting`);
    size = nextSize(size, performance.now() - startedAt);
  }
  return changed;
}

async function tell(
  trx: WorkspaceTransaction,
  table: string,
  found: readonly NamingRow[],
  { declaration, onRows }: Pick<Scanning, "onRows"> & { readonly declaration: PersonalTable },
): Promise<void> {
  const ids = found.flatMap(({ id }) => id ?? []);
  if (ids.length > 0) await declaration.rewritten?.(trx, table, ids);
  await onRows?.(trx, { rows: found.length, ids });
}

function nextSize(size: number, tookMs: number): number {
  if (tookMs > 600) return Math.max(fewestPages, Math.floor(size / 4));
  return tookMs < 150 ? Math.min(mostPages, size * 2) : size;
}

/** The columns of a table that hold text, JSON or lists of text; `*` for all of them. */
async function textColumns(
  trx: WorkspaceTransaction,
  table: string,
  names: readonly string[],
): Promise<readonly TextColumn[]> {
  const { rows } = await sql<TextColumn>`
    select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable
    from pg_attribute a where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped
      and format_type(a.atttypid, a.atttypmod) in ('text', 'jsonb', 'text[]')
      and a.attname not in ('title_key', 'owner_id')
      and (${names.includes("*")} or a.attname = any(${names}::text[]))
    order by a.attnum`.execute(trx);
  return rows;
}

async function hasColumn(
  trx: WorkspaceTransaction,
  table: string,
  column: string,
): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_attribute
    where attrelid = ${table}::regclass and attname = ${column} and not attisdropped`.execute(trx);
  return rows.length > 0;
}

async function leavesOf(trx: WorkspaceTransaction, table: string): Promise<readonly Leaf[]> {
  const { rows } = await sql<Leaf>`
    select c.relname as name, (pg_relation_size(c.oid) / current_setting('block_size')::int)::int as pages
    from pg_partition_tree(${table}::regclass) t join pg_class c on c.oid = t.relid where t.isleaf
    union all
    select c.relname, (pg_relation_size(c.oid) / current_setting('block_size')::int)::int
    from pg_class c where c.oid = ${table}::regclass and c.relkind = 'r' and not c.relispartition
      and not exists (select 1 from pg_partition_tree(${table}::regclass) t where t.isleaf)
    order by 1`.execute(trx);
  return rows;
}

const rowsAtOnce = 200;
const mostReadings = 5_000;

interface NamingRow extends Readonly<Record<string, unknown>> {
  readonly ctid: string;
  readonly id: string | null;
}

async function namingRows(
  trx: WorkspaceTransaction,
  leaf: Leaf,
  { columns, pattern, hasId }: Searched,
  { from, to }: { readonly from: number; readonly to: number | null },
): Promise<readonly NamingRow[]> {
  const found = columns.map(({ name }) => sql`${sql.ref(`t.${name}`)}::text ~* ${pattern}`);
  const { rows } = await sql<NamingRow>`
    select t.ctid::text as ctid, ${hasId ? sql`t.id::text` : sql`null`} as id,
      ${sql.join(columns.map(({ name }, index) => sql`${sql.ref(`t.${name}`)} as ${sql.id(`c${index}`)}`))}
    from ${sql.table(leaf.name)} t
    where t.ctid >= ${`(${from},0)`}::tid and ${to === null ? sql`true` : sql`t.ctid < ${`(${to},0)`}::tid`}
      and (${sql.join(found, sql` or `)})
    limit ${rowsAtOnce} for update`.execute(trx);
  return rows;
}

async function rewrite(
  trx: WorkspaceTransaction,
  leaf: Leaf,
  columns: readonly TextColumn[],
  unique: ReadonlySet<string>,
  redactor: Redactor,
  row: NamingRow,
): Promise<void> {
  const changes = columns.flatMap((column, index) => {
    const before = row[`c${index}`] ?? null;
    if (before === null) return [];
    const after = withoutPerson(column, before, redactor, unique.has(column.name));
    return [sql`${sql.id(column.name)} = ${after}`];
  });
  await sql`update ${sql.table(leaf.name)} set ${sql.join(changes)}
    where ctid = ${row.ctid}::tid`.execute(trx);
}

function withoutPerson(
  { type, nullable }: TextColumn,
  value: unknown,
  redactor: Redactor,
  isUnique: boolean,
) {
  if (type === "jsonb") {
    return sql`${JSON.stringify(redactor.json(value))}::jsonb`;
  }
  if (type === "text[]") {
    const list = Array.isArray(value) ? value.map((each) => redactor.text(String(each ?? ""))) : [];
    return sql`${list}::text[]`;
  }
  const text = redactor.text(String(value));
  if (text === value) return sql`${value}`;
  if (isUnique) return sql`${`erased-${randomUUID()}`}`;
  return text.trim() === erasedMark && nullable ? sql`null` : sql`${text}`;
}
