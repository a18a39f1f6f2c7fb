import type { ImportPreview, Locale, ParsedImportMap } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { readSchema } from "../metadata/read-schema.ts";
import { type FileReader, requireFileReader } from "./file-reader.ts";
import { loadImport, loadRows } from "./load-import.ts";
import { type MembersOf, memberFinder } from "./members.ts";
import { requireSeenMap } from "./require-seen-map.ts";
import { createReferenceFinder, type ReferenceFinder } from "./rows/find-references.ts";
import { type ColumnPlan, type ImportPlan, planImport, withAdditions } from "./rows/import-plan.ts";
import { proposeRepairs } from "./rows/propose-repairs.ts";
import { type ReadRow, readRow } from "./rows/read-row.ts";
import { type Claims, type ResolvedRow, resolveRows } from "./rows/resolve-rows.ts";
import { foldForSimilarity } from "./rows/similarity.ts";
import { type SurvivingRow, survivorTitles } from "./survivor-titles.ts";

const shownRows = 20;
/** Of those behind them that would be refused. */
const shownErrors = 20;
/** As many as are read within a few seconds. */
const mostLookedAt = 100_000;
const chunkRows = 2_000;

export interface PreviewOptions {
  readonly locale: Locale;
  readonly reader?: FileReader;
  /** Without it no name of an owner is known. */
  readonly membersOf?: MembersOf | undefined;
}

/**
 * What an import would do: the first 20 rows as they will be, the first 20 behind them that would be refused, how many would be created, updated (and of these, how many where the record was merged into another) or refused, and for
 * texts that lead nowhere the existing value most like them; a person may choose another, or leave the cell empty. Looks at
 * the first 100,000 rows (`counts.rows` of `counts.all`) and writes nothing.
 */
export async function previewImport(
  workspace: WorkspaceDatabase,
  id: string,
  map: ParsedImportMap,
  { locale, reader, membersOf }: PreviewOptions,
): Promise<ImportPreview> {
  const { schema, stored } = await workspace.transaction(
    async (trx) => ({
      schema: await readSchema(trx),
      stored: await loadImport(trx, id, { locale }),
    }),
    { readOnly: true },
  );
  requireFileReader(schema, stored, reader);
  requireSeenMap(schema, map, reader?.viewer);
  const names = stored.columns.map(({ name }) => name);
  const members = memberFinder((await membersOf?.(workspace.id)) ?? []);
  const plan = planImport(withAdditions(schema, map), names, map, locale, members);
  const exists = (object: string) => schema.objects.some(({ name }) => name === object);
  const finder = createReferenceFinder(exists);
  const claims: Claims = { keys: new Set(), uniques: new Set() };
  const tally = createTally(plan, stored.row_count);
  const last = Math.min(stored.row_count, mostLookedAt);
  for (let after = 0; after < last; ) {
    const resolved = await workspace.transaction(
      async (trx) => {
        const source = await loadRows(trx, id, { after, limit: chunkRows });
        const rows = source.map((row) => readRow(plan, row));
        await finder.prepare(
          trx,
          rows.flatMap(({ references }) => references),
        );
        for (const row of rows) tally.addMisses(row, finder);
        if (plan.createMissing) rememberMissing(rows, finder);
        return resolveRows(trx, plan, rows, finder, { exists: exists(plan.object.name), claims });
      },
      { readOnly: true },
    );
    if (resolved.length === 0) break;
    for (const row of resolved) tally.add(row);
    after = resolved.at(-1)?.number ?? last;
  }
  const { repairs, titles } = await workspace.transaction(
    async (trx) => ({
      repairs: await proposeRepairs(trx, plan, tally.misses(), exists),
      titles: await survivorTitles(trx, plan.object, tally.rows, reader?.viewer),
    }),
    { readOnly: true },
  );
  const rows = tally.rows.map(({ survivorId, ...row }) => {
    const title = survivorId === undefined ? undefined : titles.get(survivorId);
    const mergedInto =
      survivorId === undefined || title === undefined ? null : { id: survivorId, title };
    return { ...row, mergedInto };
  });
  return { rows, counts: tally.counts, repairs };
}

const toBeMade = "00000000-0000-0000-0000-000000000000";

function rememberMissing(rows: readonly ReadRow[], finder: ReferenceFinder): void {
  for (const { references } of rows) {
    for (const { column, text } of references) {
      if (finder.find(column, text) === "none") finder.remember(column, text, toBeMade);
    }
  }
}

type TalliedRow = Omit<ImportPreview["rows"][number], "mergedInto"> & SurvivingRow;

/** Gathers what a preview shows while rows pass. */
function createTally(plan: ImportPlan, all: number) {
  const rows: TalliedRow[] = [];
  const counts = { all, rows: 0, create: 0, update: 0, merged: 0, error: 0 };
  let errorsBehind = 0;
  const misses = new Map<ColumnPlan, Map<string, number>>();
  const titles = new Set<string>();
  const miss = (column: ColumnPlan, text: string): void => {
    const texts = misses.get(column) ?? new Map<string, number>();
    misses.set(column, texts.set(text, (texts.get(text) ?? 0) + 1));
  };
  return {
    rows,
    counts,
    addMisses(row: ReadRow, finder: ReferenceFinder): void {
      for (const { column, text } of missesOf(plan, row, finder)) miss(column, text);
      titles.add(foldForSimilarity(String(row.values[plan.object.titleField] ?? "")));
    },
    add(row: ResolvedRow): void {
      counts.rows++;
      counts[row.action]++;
      const follows = row.action === "update" && row.followsMerge;
      if (follows) counts.merged++;
      if (counts.rows > shownRows) {
        if (row.action !== "error" || errorsBehind >= shownErrors) return;
        errorsBehind++;
      }
      const references = [
        ...row.references.map(({ column, text }) => [column.field.name, text]),
        ...plan.columns.flatMap(({ isMember, field: { name } }) => {
          const member = isMember ? plan.members.nameOf(String(row.values[name])) : undefined;
          return member === undefined ? [] : [[name, member]];
        }),
      ];
      rows.push({
        line: row.line,
        row: row.row,
        action: row.action,
        survivorId: follows ? row.recordId : undefined,
        values: row.values,
        references: Object.fromEntries(references),
        issues: row.issues.map(({ column, message }) => ({ column, message })),
      });
    },
    /** Without references to rows of the file itself, be they among those that were not looked at. */
    misses() {
      for (const [column, texts] of misses) {
        if (!column.isLink) continue;
        if (counts.rows < all) texts.clear();
        for (const text of texts.keys()) {
          if (titles.has(foldForSimilarity(text))) texts.delete(text);
        }
      }
      return misses;
    },
  };
}

/** Texts of a row that lead nowhere or are no value of their field, and free texts that are none of its suggestions. */
function missesOf(plan: ImportPlan, row: ReadRow, finder: ReferenceFinder) {
  const lost = row.references.filter(({ column, text }) => finder.find(column, text) === "none");
  const free = plan.columns.flatMap((column) => {
    const text = row.values[column.field.name];
    const hasSuggestions = column.field.type === "text" && column.field.options.length > 0;
    const isFree = hasSuggestions && typeof text === "string" && !isSuggested(column, text);
    return isFree ? [{ column, text }] : [];
  });
  return [...row.unread, ...row.strangers, ...lost, ...free];
}

function isSuggested({ field }: ColumnPlan, text: string): boolean {
  return field.options.some(({ value, label }) =>
    [value, label.zh, label.en].some((name) => name.toLowerCase() === text.toLowerCase()),
  );
}
