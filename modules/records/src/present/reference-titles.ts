import type { Field } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed, type Schema, seenTitle, type Viewer } from "@causeway/platform-schema";
import { sql } from "kysely";
import { longestTitle } from "../lists/referred-titles.ts";
import { recordTable, type StoredRecord } from "../store/record-table.ts";

/** Names of users, by id; from whoever knows the users. */
export type UserNames = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/**
 * Titles of all records and users that these records refer to, by id, as the viewer sees them: those that came with the
 * records, and the others by one query, however many objects.
 */
export async function referenceTitles(
  trx: WorkspaceTransaction,
  schema: Schema,
  records: readonly StoredRecord[],
  userNames: UserNames,
  viewer?: Viewer,
): Promise<ReadonlyMap<string, string>> {
  const referred = collect(schema, records);
  const titles = new Map<string, string>();
  const name = (target: string, id: string, title: string) => {
    titles.set(id, seenTitle(objectNamed(schema, target), title, viewer));
  };
  for (const { target, id, title } of referred.titled) name(target, id, title);
  for (const { object, id, title } of await readTitles(trx, schema, referred.byTarget)) {
    name(object, id, title);
  }
  const { users } = referred;
  if (users.size > 0) for (const [id, name] of await userNames([...users])) titles.set(id, name);
  return titles;
}

interface Title {
  readonly object: string;
  readonly id: string;
  readonly title: string;
}

async function readTitles(
  trx: WorkspaceTransaction,
  schema: Schema,
  byTarget: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<readonly Title[]> {
  if (byTarget.size === 0) return [];
  const parts = [...byTarget].map(([target, ids]) => {
    const title = objectNamed(schema, target).titleField;
    return sql`select ${target}::text as object, id, left(${sql.id(title)}, ${longestTitle}::integer) as title
      from ${recordTable(target)} where id = any(${[...ids]}::uuid[])`;
  });
  return (await sql<Title>`${sql.join(parts, sql` union all `)}`.execute(trx)).rows;
}

/** What these records refer to. */
interface Referred {
  /** Records whose titles came along. */
  readonly titled: { readonly target: string; readonly id: string; readonly title: string }[];
  /** Records whose titles are to be read, by object. */
  readonly byTarget: Map<string, Set<string>>;
  readonly users: Set<string>;
}

function collect(schema: Schema, records: readonly StoredRecord[]): Referred {
  const referred: Referred = { titled: [], byTarget: new Map(), users: new Set() };
  for (const record of records) {
    if (record.ownerId !== null) referred.users.add(record.ownerId);
    for (const field of objectNamed(schema, record.object).fields) {
      if (isReferring(field)) note(referred, field, record);
    }
  }
  return referred;
}

function note(
  { titled, byTarget, users }: Referred,
  { name, type, target }: Field,
  record: StoredRecord,
): void {
  const id = record.values[name];
  if (typeof id !== "string") return;
  if (type === "user") users.add(id);
  if (target === null) return;
  const title = record.referred?.[name];
  if (typeof title === "string") titled.push({ target, id, title });
  if (title !== undefined) return;
  const ids = byTarget.get(target) ?? new Set();
  byTarget.set(target, ids.add(id));
}

/** Whether the field's values are ids of records or users, which have names of their own. */
export function isReferring({ type }: Field): boolean {
  return type === "reference" || type === "user";
}
