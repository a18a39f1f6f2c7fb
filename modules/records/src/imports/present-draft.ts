import type { ImportDraft } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { readSchema } from "../metadata/read-schema.ts";
import { type FileReader, requireFileReader } from "./file-reader.ts";
import { loadImport, type StoredImport } from "./load-import.ts";
import { knownTitles } from "./proposal/known-titles.ts";
import { proposeMap } from "./proposal/propose-map.ts";

const samplesShown = 5;

/** What was found in a file, with a proposal; for the given object where the caller knows what the rows are. */
export async function presentDraft(
  trx: WorkspaceTransaction,
  stored: StoredImport,
  object: string | undefined,
): Promise<ImportDraft> {
  const { columns: statistics, row_count: rowCount, file_name: fileName } = stored;
  const schema = await readSchema(trx);
  const titles = await knownTitles(trx, schema, statistics);
  return {
    id: stored.id,
    fileName,
    encoding: stored.encoding,
    separator: stored.separator,
    rowCount,
    columns: statistics.map(({ name, samples, distinct, empty }) => ({
      name,
      samples: samples.slice(0, samplesShown),
      distinct,
      empty,
    })),
    proposal: proposeMap({ schema, statistics, titles, fileName, rowCount, object }),
  };
}

/** An import's draft again, with a proposal for another object. Throws AppError("not-found"). */
export async function getImportDraft(
  trx: WorkspaceTransaction,
  id: string,
  object?: string,
  reader?: FileReader,
): Promise<ImportDraft> {
  const stored = await loadImport(trx, id);
  requireFileReader(await readSchema(trx), stored, reader);
  return presentDraft(trx, stored, object);
}
