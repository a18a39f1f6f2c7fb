import { anyOf } from "@causeway/engine-conditions";
import { idsWhere, readCondition } from "@causeway/module-records";
import type { FeatureSpec, PredictionDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { recordsOfCompanies } from "../datasets/records-of-companies.ts";
import { type BoundDefinition, pathsOf } from "../definitions/bind-definition.ts";
import { fieldOf } from "../schema.ts";
import { boundModel } from "./bound-model.ts";
import { currentModels } from "./current-model.ts";
import { historyKinds } from "./rebuilt-history.ts";

/** Records that something has happened to, by object. */
export type Touched = ReadonlyMap<string, readonly string[]>;

/** Records of a definition that are meant and not over; of `ids` only where they are given. */
export async function openRecords(
  trx: WorkspaceTransaction,
  { object, population, outcome }: PredictionDefinition,
  ids?: readonly string[],
): Promise<readonly string[]> {
  const ends =
    outcome.kind === "leaves"
      ? []
      : [outcome.kind === "number" ? outcome.when : outcome.condition, outcome.otherwise];
  const over = ends.filter((end) => end !== null).map((end) => readCondition(end));
  return idsWhere(trx, {
    object,
    ...(ids === undefined ? {} : { ids }),
    filter: population === null ? undefined : readCondition(population),
    except: over.length === 0 ? undefined : anyOf(...over),
  });
}

/** Marks records as stale whose scores rest on what has happened; says how many. */
export async function markTouched(
  trx: WorkspaceTransaction,
  touched: Touched,
  by: "touchpoints" | "records" | "signals",
): Promise<number> {
  let marked = 0;
  for (const current of await currentModels(trx)) {
    const { definition } = current;
    const paths = pathsTouchedBy(definition, by);
    if (paths === undefined) continue;
    const bound = await boundModel(trx, current);
    if (bound === undefined) continue;
    const own = touched.get(definition.object) ?? [];
    const through = await recordsThrough(trx, bound, paths, touched);
    const ids = [...new Set([...own, ...through])];
    if (ids.length === 0) continue;
    marked += await mark(trx, definition.object, await openRecords(trx, definition, ids));
  }
  return marked;
}

const restingKinds: Readonly<Record<"touchpoints" | "signals", readonly FeatureSpec["kind"][]>> = {
  touchpoints: historyKinds,
  signals: ["signal"],
};

/** The paths through which such news can change what a definition says; undefined where it cannot. */
function pathsTouchedBy(
  definition: PredictionDefinition,
  by: "touchpoints" | "records" | "signals",
): ReadonlySet<string> | undefined {
  if (by === "records") return pathsOf(definition);
  const resting = definition.features.filter(({ kind }) => restingKinds[by].includes(kind));
  return resting.length === 0
    ? undefined
    : new Set(resting.flatMap((spec) => ("of" in spec ? [spec.of] : [])));
}

const mostThrough = 1_000;

/** Records that point to what something has happened to. */
async function recordsThrough(
  trx: WorkspaceTransaction,
  { definition, object }: BoundDefinition,
  paths: ReadonlySet<string>,
  touched: Touched,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) {
    if (path === "company") {
      found.push(...(await recordsOfCompanies(trx, definition, touched.get("account") ?? [])));
    }
    const target = fieldOf(object, path)?.target;
    const ids = target ? touched.get(target) : undefined;
    if (ids === undefined || ids.length === 0) continue;
    const { rows } = await sql<{ id: string }>`
      select id::text from ${sql.table(`record_${object.name}`)}
      where deleted_at is null and ${sql.ref(path)} = any(${[...ids]}::uuid[])
      limit ${mostThrough}`.execute(trx);
    found.push(...rows.map(({ id }) => id));
  }
  return found;
}

/** Marks every open record of a definition: after a new model, and nightly, since time windows move without an event. */
export async function markAllStale(
  trx: WorkspaceTransaction,
  definition: PredictionDefinition,
): Promise<void> {
  await mark(trx, definition.object, await openRecords(trx, definition));
}

async function mark(
  trx: WorkspaceTransaction,
  object: string,
  ids: readonly string[],
): Promise<number> {
  if (ids.length === 0) return 0;
  const { numAffectedRows } = await sql`
    insert into stale_scores (object, record_id)
    select ${object}, id from unnest(${[...ids]}::uuid[]) as a(id)
    -- In one order, so that two transactions that mark the same records do not wait for each other in a circle.
    order by id on conflict do nothing`.execute(trx);
  return Number(numAffectedRows ?? 0);
}

/** Takes some stale records off the list, the longest waiting first; concurrent workers take different ones. */
export async function takeStale(trx: WorkspaceTransaction, limit: number): Promise<Touched> {
  const { rows } = await sql<{ object: string; id: string }>`
    delete from stale_scores where (object, record_id) in (
      select object, record_id from stale_scores
      order by marked_at limit ${limit} for update skip locked)
    returning object, record_id::text as id`.execute(trx);
  const taken = new Map<string, string[]>();
  for (const { object, id } of rows) taken.set(object, [...(taken.get(object) ?? []), id]);
  return taken;
}
