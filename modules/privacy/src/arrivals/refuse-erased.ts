import { AppError } from "@causeway/kernel";
import { contactPoints } from "@causeway/module-identity";
import { getRecords, type RecordChangeListener } from "@causeway/module-records";
import { buriedAmong, isAnybodyBuried, type TombstoneKey } from "@causeway/platform-audit";

/** Objects whose records are people. */
export const people: ReadonlySet<string> = new Set(["contact", "lead"]);

/** Why somebody is not taken in. */
export const erasedWords = {
  zh: "此人的数据已应要求删除，不能再次录入；如本人重新同意，请由管理员先解除删除标记",
  en: "This person's data were erased and are not taken in again; when they consent anew, an administrator lifts the mark first",
};

/** Refuses a contact or lead that names somebody who was erased. For `onRecordChange`. */
export function refuseErased(key: TombstoneKey): RecordChangeListener {
  return async (trx, { kind, object, ids }) => {
    if (!people.has(object) || kind === "delete") return;
    if (!(await isAnybodyBuried(trx))) return;
    const records = await getRecords(trx, { object, ids });
    const hashes = records.flatMap((record) => contactPoints(record).map(key.of));
    const buried = await buriedAmong(trx, hashes);
    if (buried.size === 0) return;
    throw new AppError("conflict", erasedWords);
  };
}
