import { createReadStream } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { findServer } from "@causeway/app-server";
import {
  createImport,
  getImport,
  importsQueue,
  previewImport,
  runImport,
  startImport,
} from "@causeway/module-records";
import type {
  FileEncoding,
  ImportDraft,
  ImportPreview,
  ImportRun,
  ParsedImportMap,
} from "@causeway/platform-contract";
import { UsageError } from "./command.ts";
import { requireObject } from "./require-object.ts";
import type { OpenedWorkspace } from "./with-workspace.ts";

export interface ImportWish {
  readonly file: string;
  readonly fileName: string;
  readonly object: string;
  /** Of text; without it the encoding that it shows. */
  readonly encoding: FileEncoding | undefined;
  /** As a person wrote it; without one, what the import itself proposes. */
  readonly map?: ParsedImportMap;
  /** Takes the proposed repairs of misspelt references and options. */
  readonly repair: boolean;
  readonly previewOnly: boolean;
  readonly data: string;
  readonly onProgress: (run: ImportRun) => void;
  /** Told where the text can be read in more than one encoding. */
  readonly onDoubt: (draft: ImportDraft) => void;
}

export interface ImportOutcome {
  readonly map: ParsedImportMap;
  readonly preview: ImportPreview;
  /** Undefined for a preview. */
  readonly run?: ImportRun;
}

const actor = { kind: "system", id: "cli" } as const;
const progressMs = 500;

/** Imports a CSV file as the page does: take in, propose, preview, repair, run. The server works it off where one runs. */
export async function importFile(
  opened: OpenedWorkspace,
  wish: ImportWish,
): Promise<ImportOutcome> {
  const { workspace, facts, product } = opened;
  await requireObject(workspace, wish.object);
  const { jobs, membersOf } = await product();
  const { locale } = facts;
  const draft = await createImport(workspace, {
    fileName: wish.fileName,
    content: createReadStream(wish.file),
    actor,
    locale,
    object: wish.object,
    encoding: wish.encoding,
    membersOf,
  });
  if (!draft.encodingSure) wish.onDoubt(draft);
  if (draft.rowCount === 0) throw new UsageError(`${wish.fileName} has a head alone and no rows`);
  const given = wish.map ?? draft.proposal;
  if (given === null) {
    throw new UsageError(
      `no column of ${wish.fileName} fits a field of ${wish.object}; give --map`,
    );
  }
  const map = { ...given, object: wish.object };
  const preview = await previewImport(workspace, draft.id, map, { locale, membersOf });
  const repaired = wish.repair ? withRepairs(map, preview.repairs) : map;
  if (wish.previewOnly) return { map: repaired, preview };
  await startImport(workspace, draft.id, repaired, {
    actor,
    locale,
    role: "owner",
    enqueue: (trx, importId) => jobs.send(trx, importsQueue, { workspace: workspace.id, importId }),
  });
  const watched = watch(opened, draft.id, wish.onProgress);
  if (!(await findServer(wish.data))) await runImport(workspace, draft.id, { membersOf });
  return { map: repaired, preview, run: await watched };
}

/** The map with every proposed repair that knows what the text should be. */
export function withRepairs(
  map: ParsedImportMap,
  repairs: ImportPreview["repairs"],
): ParsedImportMap {
  const columns = map.columns.map((column) => {
    const own = repairs.flatMap(({ column: name, from, to }) =>
      name === column.column && to !== null ? [[from, to] as const] : [],
    );
    if (own.length === 0) return column;
    return { ...column, repairs: { ...column.repairs, ...Object.fromEntries(own) } };
  });
  return { ...map, columns };
}

const over: ReadonlySet<ImportRun["state"]> = new Set(["done", "failed", "cancelled", "undone"]);

async function watch(
  { workspace }: OpenedWorkspace,
  id: string,
  onProgress: ImportWish["onProgress"],
): Promise<ImportRun> {
  for (;;) {
    const run = await workspace.transaction((trx) => getImport(trx, id), { readOnly: true });
    onProgress(run);
    if (over.has(run.state)) return run;
    await pause(progressMs);
  }
}
