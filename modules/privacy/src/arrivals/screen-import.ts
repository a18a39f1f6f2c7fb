import { contactPoints } from "@causeway/module-identity";
import type { RowScreen } from "@causeway/module-records";
import { readTombstones, type TombstoneKey } from "@causeway/platform-audit";
import { erasedWords, people } from "./refuse-erased.ts";

/** Keeps rows of an uploaded file out that name somebody who was erased; the others are imported. For `onImportRows`. */
export function screenImport(key: TombstoneKey): RowScreen {
  return async (trx, { object, rows }) => {
    if (!people.has(object)) return rows.map(() => null);
    const buried = await readTombstones(trx);
    if (buried.size === 0) return rows.map(() => null);
    return rows.map((values) =>
      contactPoints({ object, id: "", values }).some((point) => buried.has(key.of(point)))
        ? erasedWords
        : null,
    );
  };
}
