import { AppError } from "@causeway/kernel";
import { recordAudit } from "@causeway/platform-audit";
import type { ImportRun, Locale, ParsedImportMap, Role } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { fieldNamed, objectNamed } from "@causeway/platform-schema";
import { addFields } from "../metadata/add-field.ts";
import { createObject } from "../metadata/create-object.ts";
import { readSchema } from "../metadata/read-schema.ts";
import type { Actor } from "../store/actor.ts";
import { notifyPages } from "../store/record-change.ts";
import { dropDraft } from "./drop-draft.ts";
import { type ImportState, importTables } from "./import-tables.ts";
import { loadImport, presentImport } from "./load-import.ts";
import { noteMadeFields } from "./note-made-fields.ts";
import { requireSeenMap } from "./require-seen-map.ts";
import { planImport, withAdditions } from "./rows/import-plan.ts";

/** Hands an import to whoever works imports off, in the transaction that says it is due. */
export type EnqueueImport = (trx: WorkspaceTransaction, importId: string) => Promise<void>;

export interface ImportCommand {
  readonly actor: Actor;
  readonly locale: Locale;
  readonly role: Role;
  readonly enqueue: EnqueueImport;
}

const words = {
  draft: { zh: "这次导入已经开始", en: "The import has been started already" },
  admin: { zh: "只有管理员可以新建对象和字段", en: "Only an admin may make objects and fields" },
  undo: { zh: "这次导入现在不能撤销", en: "The import cannot be undone now" },
  over: { zh: "这次导入已经结束", en: "The import is over already" },
};

/**
 * Starts an import by a map: makes the new object and fields, then hands it over. Throws AppError("bad-input") with
 * every issue of the map, ("forbidden") where it makes fields and the person may not, ("conflict") when started twice.
 */
export async function startImport(
  workspace: WorkspaceDatabase,
  id: string,
  map: ParsedImportMap,
  { actor, locale, role, enqueue }: ImportCommand,
): Promise<ImportRun> {
  const before = await workspace.transaction(async (trx) => {
    const stored = await loadImport(trx, id, { locale });
    requireState(stored.state, ["draft"], words.draft[locale]);
    const schema = await readSchema(trx);
    const names = stored.columns.map(({ name }) => name);
    requireSeenMap(schema, map, role);
    planImport(withAdditions(schema, map), names, map, locale);
    return schema;
  });
  const { newObject, newFields = [] } = map;
  const isNew = newObject !== undefined && !before.objects.some(({ name }) => name === map.object);
  const object = isNew ? undefined : objectNamed(before, map.object);
  const added = newFields.filter(
    ({ name }) => object === undefined || fieldNamed(object, name) === undefined,
  );
  if ((isNew || added.length > 0) && role === "member") {
    throw new AppError("forbidden", words.admin[locale]);
  }
  if (isNew) await createObject(workspace, newObject, { actor, locale });
  if (added.length > 0) {
    const also = (trx: WorkspaceTransaction) => noteMadeFields(trx, id, map.object, added);
    await addFields(workspace, map.object, added, { actor, locale }, { also });
  }
  return workspace.transaction(async (trx) => {
    const stored = await loadImport(trx, id, { lock: true, locale });
    requireState(stored.state, ["draft"], words.draft[locale]);
    const change = {
      state: "queued" as const,
      map: JSON.stringify(map),
      object: map.object,
      locale,
      readings: "[]",
    };
    await importTables(trx).updateTable("imports").set(change).where("id", "=", id).execute();
    const details = { file: stored.file_name, object: map.object, rows: stored.row_count };
    await recordAudit(trx, { actor, action: "import.started", subject: id, details });
    await enqueue(trx, id);
    await notifyPages(trx, { topic: "imports", ids: [id] });
    return presentImport({ ...stored, ...change, readings: [], map });
  });
}

/** Stops an import after the chunk in hand; what was imported stays and can be undone. A draft goes with all its rows. */
export async function cancelImport(
  workspace: WorkspaceDatabase,
  id: string,
  { actor, locale }: Pick<ImportCommand, "actor" | "locale">,
): Promise<ImportRun> {
  const run = await workspace.transaction(async (trx) => {
    const stored = await loadImport(trx, id, { lock: true, locale });
    requireState(stored.state, ["draft", "queued", "running"], words.over[locale]);
    const change = { state: "cancelled" as const, finished_at: new Date() };
    await importTables(trx).updateTable("imports").set(change).where("id", "=", id).execute();
    await recordAudit(trx, { actor, action: "import.cancelled", subject: id });
    await notifyPages(trx, { topic: "imports", ids: [id] });
    return presentImport({ ...stored, ...change });
  });
  if (run.object === null) await dropDraft(workspace, id);
  return run;
}

/** Starts taking a whole import back; see `runImport`. */
export function undoImport(
  workspace: WorkspaceDatabase,
  id: string,
  { actor, locale, enqueue }: Omit<ImportCommand, "role">,
): Promise<ImportRun> {
  return workspace.transaction(async (trx) => {
    const stored = await loadImport(trx, id, { lock: true, locale });
    const isRun = stored.map !== null;
    requireState(
      isRun ? stored.state : "draft",
      ["done", "cancelled", "failed"],
      words.undo[locale],
    );
    const change = {
      state: "undoing" as const,
      done: 0,
      errors: "[]",
      started_at: new Date(),
      finished_at: null,
    };
    await importTables(trx).updateTable("imports").set(change).where("id", "=", id).execute();
    await recordAudit(trx, { actor, action: "import.undone", subject: id });
    await enqueue(trx, id);
    await notifyPages(trx, { topic: "imports", ids: [id] });
    return presentImport({ ...stored, ...change, errors: [] });
  });
}

function requireState(state: ImportState, allowed: readonly ImportState[], message: string): void {
  if (!allowed.includes(state)) throw new AppError("conflict", message);
}
