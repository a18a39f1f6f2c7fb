import type { FieldDescription } from "@causeway/engine-conditions";
import type { Field, FieldType, FieldValue, Label } from "@causeway/platform-contract";

/** Outcome of reading one value: the canonical wire value, or what is wrong with it. */
export type Reading =
  | { readonly ok: true; readonly value: Exclude<FieldValue, null> }
  | { readonly ok: false; readonly message: Label };

/** What a value adds to the search index of its record: always, or where the field says `searched`. */
export interface SearchContribution {
  readonly as: "words" | "digits";
  readonly always: boolean;
}

/** Everything the product knows about one type of field. A new type is one such file and one line in the registry. */
export interface FieldTypeDefinition {
  readonly name: FieldType;
  readonly label: Label;
  /** PostgreSQL type of the column. */
  readonly columnType: string;
  /** How conditions see the field. */
  readonly condition: Pick<FieldDescription, "type" | "sqlType">;
  /** A JSON value, not null → canonical value. */
  read(input: unknown, field: Field): Reading;
  /** A cell of a file or a form, trimmed and not empty → canonical value. */
  readText(text: string, field: Field): Reading;
  /** A column as the driver gives it, not null → wire value. */
  present(stored: unknown): FieldValue;
  /** What to order by, in SQL from the quoted column, and its PostgreSQL type; absent where lists do not offer to sort. */
  readonly sort?: { readonly type: string; by(column: string, field: Field): string };
  /** What an index on the column is for: finding one value, or ranges and order; absent where none is made. */
  readonly index?: "value" | "range";
  /**
   * How much of an index entry (2,704 bytes) a value may take: nearly all of it, so that one has room, or more than
   * there is. Absent: little.
   */
  readonly bulk?: "one" | "none";
  /** How search finds a value; absent where it does not. */
  readonly search?: SearchContribution;
}

export function accepted(value: Exclude<FieldValue, null>): Reading {
  return { ok: true, value };
}

export function refused(zh: string, en: string): Reading {
  return { ok: false, message: { zh, en } };
}
