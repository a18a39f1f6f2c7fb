import type { ReadingPreview } from "@causeway/platform-contract";

/** What each field of another system means; blank for nothing. */
export type FieldMap = Readonly<Record<string, string>>;

/** The map as it is stored; where nothing is, what the fields probably mean. */
export function readFieldMap(stored: string, columns: ReadingPreview["columns"] = []): FieldMap {
  if (stored.trim() !== "") {
    try {
      return JSON.parse(stored) as FieldMap;
    } catch {
      return {};
    }
  }
  return Object.fromEntries(
    columns.flatMap(({ path, proposed }) => (proposed === null ? [] : [[path, proposed]])),
  );
}

/** The map as the server takes it: fields without a meaning left out, blank where there is none. */
export function writeFieldMap(map: FieldMap): string {
  const entries = Object.entries(map).filter(([, target]) => target !== "");
  return entries.length === 0 ? "" : JSON.stringify(Object.fromEntries(entries));
}
