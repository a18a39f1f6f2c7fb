import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { readCases } from "../datasets/read-cases.ts";
import { latestRecords } from "../datasets/training-set.ts";
import type { BoundDefinition } from "../definitions/bind-definition.ts";
import { bindIn, readPrediction } from "../definitions/definition-store.ts";
import { fieldOf, type ObjectDefinition } from "../schema.ts";
import type { WorthCase } from "./judge-touchpoints.ts";
import { readCounts } from "./read-worth-cases.ts";

const mostRecords = 6_000;
const pageSize = 200;

/** Objects whose records are people or companies with touchpoints. */
const seen: ReadonlySet<string> = new Set(["account", "contact", "lead"]);

/** Whose touchpoints count for an object's records: its own, or those of the first that it points to; undefined where nobody has any. */
export function touchedPath(object: ObjectDefinition): string | undefined {
  if (seen.has(object.name)) return "";
  const wanted = ["account", "contact", "lead"];
  const found = object.fields
    .filter(({ target }) => target !== null && seen.has(target))
    .toSorted((a, b) => wanted.indexOf(a.target ?? "") - wanted.indexOf(b.target ?? ""));
  return found[0]?.name;
}

/** The latest records of a prediction whose outcome is known, each at its first moment, with the touchpoints known then. */
export async function readPredictionCases(
  workspace: WorkspaceDatabase,
  prediction: string,
  now: Date,
): Promise<readonly WorthCase[]> {
  const read = <Result>(work: (trx: WorkspaceTransaction) => Promise<Result>) =>
    workspace.transaction(work, { readOnly: true });
  const bound = await read(async (trx) =>
    reaching(await bindIn(trx, (await readPrediction(trx, prediction)).definition)),
  );
  if (bound === undefined) return [];
  const ids = await read((trx) => latestRecords(trx, bound.object.name, mostRecords));
  const cases: WorthCase[] = [];
  for (let at = 0; at < ids.length; at += pageSize) {
    cases.push(...(await read((trx) => casesOf(trx, bound, ids.slice(at, at + pageSize), now))));
  }
  return cases.toSorted((a, b) => a.atMs - b.atMs);
}

type Reaching = BoundDefinition & { readonly path: string };

/** The definition with the way to whoever has touchpoints; undefined where there is none, or no yes and no. */
function reaching(bound: BoundDefinition): Reaching | undefined {
  const path = touchedPath(bound.object);
  if (path === undefined || bound.task !== "binary") return undefined;
  const references = new Set([...bound.references, ...(path === "" ? [] : [path])]);
  return fieldOf(bound.object, path) === undefined && path !== ""
    ? undefined
    : { ...bound, references, path };
}

async function casesOf(
  trx: WorkspaceTransaction,
  bound: Reaching,
  ids: readonly string[],
  now: Date,
): Promise<readonly WorthCase[]> {
  const read = await readCases(trx, bound, ids, now.getTime());
  const found = read.flatMap(({ cases: [first] }) => {
    const subject = first?.case.subject(bound.path);
    return first === undefined || !subject ? [] : [{ first, subject }];
  });
  const counts = await readCounts(
    trx,
    found.map(({ first, subject }) => ({
      object: subject.object,
      id: subject.id,
      asOf: first.case.at,
    })),
  );
  return found.map(({ first }, place) => ({
    atMs: first.case.at.getTime(),
    isWon: first.label > 0.5,
    counts: counts[place] ?? {},
  }));
}
