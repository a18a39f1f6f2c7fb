import type { Label } from "@causeway/platform-contract";

/** A column of another module's table that names records: a merge writes the id of the one that stays into it. */
export interface RecordPlace {
  readonly table: string;
  readonly column: string;
  /** The column by which a row is found again. */
  readonly key: { readonly column: string; readonly type: "uuid" | "text" };
  /** The object whose records it names, or the column that says which. */
  readonly object: string | { readonly column: string };
  /** What people call its rows. */
  readonly label: Label;
}

const places = new Set<RecordPlace>();

/** Lets merges move what a module knows of records; the composition root does so at start. Returns how to take it back. */
export function addRecordPlace(place: RecordPlace): () => void {
  places.add(place);
  return () => {
    places.delete(place);
  };
}

/** Places that may name records of an object. */
export function placesOf(object: string): readonly RecordPlace[] {
  return [...places].filter((place) => typeof place.object !== "string" || place.object === object);
}
