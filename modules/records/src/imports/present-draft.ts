import { AppError } from "@causeway/kernel";
import type { ImportDraft, ParsedImportMap } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { Schema } from "@causeway/platform-schema";
import { apiName, freeName } from "../metadata/api-name.ts";
import { readSchema } from "../metadata/read-schema.ts";
import { draftEnd } from "./draft-end.ts";
import { type FileReader, requireFileReader } from "./file-reader.ts";
import { importTables } from "./import-tables.ts";
import { loadImport, type StoredImport } from "./load-import.ts";
import type { MemberFinder } from "./members.ts";
import { type EarlierMap, earlierMap } from "./proposal/earlier-map.ts";
import { knownTitles } from "./proposal/known-titles.ts";
import { proposeMap } from "./proposal/propose-map.ts";
import { reasonHead } from "./refused-rows.ts";
import { planImport, withAdditions } from "./rows/import-plan.ts";

const samplesShown = 5;

export interface DraftWish {
  /** What the rows are, where the caller knows. */
  readonly object: string | undefined;
  readonly members: MemberFinder;
}

/** What was found in a file, with a proposal; for the given object where the caller knows what the rows are. */
export async function presentDraft(
  trx: WorkspaceTransaction,
  stored: StoredImport,
  { object, members }: DraftWish,
): Promise<ImportDraft> {
  const { columns: statistics, row_count: rowCount, file_name: fileName, separator } = stored;
  const schema = await readSchema(trx);
  // Why rows were refused before is no value of theirs.
  const read = statistics.filter(({ name }) => !isReason(name));
  const titles = await knownTitles(trx, schema, read);
  const guess = proposeMap({
    ...{ schema, statistics: read, titles, fileName, rowCount, object },
    members,
  });
  const repeated = await repeatedMap(trx, schema, stored, { guess, object });
  return {
    id: stored.id,
    fileName,
    encoding: stored.encoding,
    encodingSure: stored.encoding_sure,
    readings: [...stored.readings],
    separator,
    sheet: stored.sheet,
    sheets: [...stored.sheets],
    rowCount,
    columns: statistics.map(({ name, samples, distinct, empty }) => ({
      name,
      fieldName: freeName(apiName(name), new Set()),
      samples: samples.slice(0, samplesShown),
      distinct,
      empty,
    })),
    proposal: repeated?.map ?? guess,
    repeats: repeated ? { fileName: repeated.fileName, at: repeated.at.toISOString() } : null,
    sameAs: await sameFile(trx, stored),
    expiresAt: draftEnd(stored.created_at).toISOString(),
  };
}

function isReason(name: string): boolean {
  return name === reasonHead.zh || name === reasonHead.en;
}

/** What was chosen for a file of the same columns, where the schema still knows all of it. */
async function repeatedMap(
  trx: WorkspaceTransaction,
  schema: Schema,
  stored: StoredImport,
  {
    guess,
    object,
  }: { readonly guess: ParsedImportMap | null; readonly object: string | undefined },
): Promise<EarlierMap | undefined> {
  const names = stored.columns.map(({ name }) => name);
  const columns = names.filter((name) => !isReason(name));
  const id = guess?.columns.find(({ field }) => field === "id");
  const of = { id: stored.id, actorId: stored.actor_id };
  const found =
    (await earlierMap(trx, { ...of, columns })) ??
    // Rows that were refused come back with the ids of those that were taken in part.
    (id &&
      (await earlierMap(trx, { ...of, columns: columns.filter((name) => name !== id.column) })));
  if (found === undefined || (object !== undefined && found.map.object !== object))
    return undefined;
  const isKnown = found.map.columns.some(({ field }) => field === "id");
  const map = { ...found.map, columns: [...found.map.columns, ...(id && !isKnown ? [id] : [])] };
  try {
    planImport(withAdditions(schema, map), names, map, stored.locale);
    return { ...found, map };
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

async function sameFile(
  trx: WorkspaceTransaction,
  { id, digest, row_count: rows }: StoredImport,
): Promise<ImportDraft["sameAs"]> {
  if (digest === null) return null;
  const found = await importTables(trx)
    .selectFrom("imports")
    .select(["id", "created_at", "created"])
    .where("digest", "=", digest)
    .where("row_count", "=", rows)
    .where("id", "<>", id)
    .where("state", "in", ["queued", "running", "done"])
    .orderBy("created_at", "desc")
    .limit(1)
    .executeTakeFirst();
  if (found === undefined) return null;
  return { id: found.id, at: found.created_at.toISOString(), created: found.created };
}

/** An import's draft again, with a proposal for another object. Throws AppError("not-found"). */
export async function getImportDraft(
  trx: WorkspaceTransaction,
  id: string,
  { reader, ...wish }: DraftWish & { readonly reader?: FileReader },
): Promise<ImportDraft> {
  const stored = await loadImport(trx, id);
  requireFileReader(await readSchema(trx), stored, reader);
  return presentDraft(trx, stored, wish);
}
