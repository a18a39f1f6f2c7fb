import type { Field, ObjectDefinition } from "@causeway/platform-contract";
import { isReadOnly, type WorkspaceTransaction } from "@causeway/platform-database";
import type { Schema } from "@causeway/platform-schema";
import { type Kysely, sql } from "kysely";
import { withMasks } from "./masks/with-masks.ts";
import type { MetadataTables } from "./metadata-tables.ts";

interface Revised {
  readonly revision: string;
  readonly schema: Schema;
}

/** Schemas by revision. A revision is unique everywhere and what it names never changes, so nothing ever expires. */
const known = new Map<string, Revised>();
const mostKnown = 200;

/** What read-only transactions have read: a list asks several times, and each look is a round trip. */
const readBy = new WeakMap<WorkspaceTransaction, Schema>();

/**
 * The workspace's objects and fields: at this moment, or in a transaction that only reads as of its first look. Where a
 * field is removed between that and a look at the table, see `transactThroughChange`.
 */
export async function readSchema(trx: WorkspaceTransaction): Promise<Schema> {
  const schema = readBy.get(trx) ?? (await readSchemaNow(trx)).schema;
  if (isReadOnly(trx)) readBy.set(trx, schema);
  return schema;
}

/** The schemas that workspaces had when they were last looked at. */
const latest = new Map<string, Revised>();

/** The transaction worked under a schema that was no longer the workspace's: what came of it is worth nothing. */
export class StaleSchema extends Error {}

/**
 * Runs work that only reads under the schema that was last seen, and looks meanwhile whether it is the workspace's still:
 * nearly always it is, and a round trip is saved. Throws StaleSchema where it is not, whatever the work came to.
 */
export async function readUnderLatest<T>(
  workspace: string,
  trx: WorkspaceTransaction,
  work: (trx: WorkspaceTransaction) => Promise<T>,
): Promise<T> {
  const presumed = latest.get(workspace);
  const look = readSchemaNow(trx, presumed).then((read) => {
    latest.delete(workspace);
    keep(latest, workspace, read);
    return read;
  });
  const worked = presumed ?? (await look);
  readBy.set(trx, worked.schema);
  const [done, looked] = await Promise.allSettled([work(trx), look]);
  // Work that failed may have taken the look with it: then nothing says that the schema was the present one.
  const isUnsure = looked.status === "rejected" && done.status === "rejected";
  const isStale = looked.status === "fulfilled" && looked.value.revision !== worked.revision;
  if (isUnsure || isStale) throw new StaleSchema("The schema may have changed");
  if (done.status === "rejected") throw done.reason;
  if (looked.status === "rejected") throw looked.reason;
  return done.value;
}

/** The schema at this moment; where its revision is still the presumed one, that very object. */
async function readSchemaNow(trx: WorkspaceTransaction, presumed?: Revised): Promise<Revised> {
  const metadata = trx.$extendTables<MetadataTables>();
  const { revision, version } = await metadata
    .selectFrom("schema_revision")
    .select(["revision", "version"])
    .executeTakeFirstOrThrow();
  const cached = presumed?.revision === revision ? presumed : known.get(revision);
  if (cached !== undefined) return cached;
  const schema = Object.freeze({ version, objects: await readObjects(metadata) });
  // A change committed between the two reads would be kept under the old revision for ever.
  if ((await currentRevision(metadata)) !== revision) return readSchemaNow(trx);
  const read = { revision, schema };
  keep(known, revision, read);
  return read;
}

/** Forgets the one that came first where there is no room. */
function keep(schemas: Map<string, Revised>, key: string, read: Revised): void {
  const [oldest] = schemas.keys();
  if (schemas.size >= mostKnown && oldest !== undefined) schemas.delete(oldest);
  schemas.set(key, read);
}

/** Says that the schema has changed. Call it in the transaction of the change. */
export async function touchSchema(trx: WorkspaceTransaction): Promise<void> {
  await sql`update schema_revision set version = version + 1, revision = gen_random_uuid()`.execute(
    trx,
  );
}

async function currentRevision(metadata: Kysely<MetadataTables>): Promise<string | undefined> {
  const row = await metadata.selectFrom("schema_revision").select("revision").executeTakeFirst();
  return row?.revision;
}

async function readObjects(metadata: Kysely<MetadataTables>): Promise<readonly ObjectDefinition[]> {
  const objects = await metadata
    .selectFrom("schema_objects")
    .selectAll()
    .orderBy("position")
    .execute();
  const fields = await metadata
    .selectFrom("schema_fields")
    .selectAll()
    .orderBy("position")
    .execute();
  const masks = await metadata.selectFrom("field_masks").selectAll().execute();
  return objects.map((object) =>
    withMasks(masks, {
      name: object.name,
      label: object.label,
      pluralLabel: object.plural_label,
      icon: object.icon,
      titleField: object.title_field,
      stageField: object.stage_field,
      system: object.system,
      fields: fields
        .filter((field) => field.object === object.name)
        .map((field): Field => {
          const { name, label, type, required, searched, system, target } = field;
          const options = [...field.options];
          const own = { name, label, type, required, unique: field.is_unique, system };
          return Object.freeze({ ...own, ...(searched ? { searched } : {}), options, target });
        }),
    }),
  );
}
