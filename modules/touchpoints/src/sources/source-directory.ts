import { AppError, type SourceId, type WorkspaceId } from "@causeway/kernel";
import type { Database } from "@causeway/platform-database";
import { sourcesChannel } from "../log/channels.ts";
import type { TouchpointTables } from "../tables.ts";
import { hashWriteKey, workspaceOfKey } from "./write-key.ts";

export interface KnownSource {
  readonly workspace: WorkspaceId;
  readonly source: SourceId;
  readonly enabled: boolean;
  readonly history: boolean;
}

/** Finds the source of a write key, from memory where it can. */
export interface SourceDirectory {
  /** Null for a key that is unknown or revoked. Throws `AppError("unavailable")` when the database does not answer. */
  find(key: string): KnownSource | null | Promise<KnownSource | null>;
  close(): Promise<void>;
}

/** Unknown keys are remembered too, so that a wrong key in a loop costs no query; the oldest are forgotten. */
const rememberedKeys = 10_000;

/** Keeps what it found until a workspace says that its sources changed. */
export async function createSourceDirectory(database: Database): Promise<SourceDirectory> {
  const found = new Map<string, KnownSource | null>();
  let generation = 0;
  // A change is rare; forgetting everything is simpler than finding what it touched.
  const stop = await database.listen(sourcesChannel, () => {
    generation++;
    found.clear();
  });

  const read = async (id: WorkspaceId, key: string): Promise<KnownSource | null> => {
    const startedAt = generation;
    const source = await lookUp(database, id, hashWriteKey(key));
    // A change seen during the query may be newer than its answer.
    if (generation === startedAt) remember(found, key, source);
    return source;
  };

  return {
    find(key) {
      const known = found.get(key);
      if (known !== undefined) return known;
      // What is no key at all is not worth remembering: it may be of any length.
      const id = workspaceOfKey(key);
      return id === null ? null : read(id, key);
    },
    close: stop,
  };
}

function remember(
  found: Map<string, KnownSource | null>,
  key: string,
  source: KnownSource | null,
): void {
  if (found.size >= rememberedKeys) {
    const oldest = found.keys().next();
    if (!oldest.done) found.delete(oldest.value);
  }
  found.set(key, source);
}

async function lookUp(
  database: Database,
  id: WorkspaceId,
  hash: string,
): Promise<KnownSource | null> {
  try {
    const workspace = await database.workspace(id);
    const row = await workspace.transaction(
      (trx) =>
        trx
          .$extendTables<TouchpointTables>()
          .selectFrom("sources")
          .select(["id", "enabled", "history"])
          .where("key_hash", "=", hash)
          .where("deleted_at", "is", null)
          .executeTakeFirst(),
      { readOnly: true },
    );
    if (row === undefined) return null;
    return {
      workspace: id,
      source: row.id as SourceId,
      enabled: row.enabled,
      history: row.history,
    };
  } catch (cause) {
    if (cause instanceof AppError && cause.code === "not-found") return null;
    throw new AppError(
      "unavailable",
      { zh: "写入密钥暂时无法核对，请稍后重试", en: "The write key cannot be checked now; retry" },
      { cause },
    );
  }
}
