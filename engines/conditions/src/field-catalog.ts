import type { FieldTypeName } from "./field-types/registry.ts";
import type { Label } from "./label.ts";

/** One choice of a select or multi-select. */
export interface FieldOption {
  readonly value: string;
  readonly label: Label;
}

/** What a condition has to know about a field. */
export interface FieldDescription {
  readonly type: FieldTypeName;
  readonly label: Label;
  /** False hides "is empty" from forms; conditions treat every field as possibly null. Default true. */
  readonly nullable?: boolean;
  /** Choices of a select or multi-select; given, a constant must be one of them. */
  readonly options?: readonly FieldOption[];
  /**
   * PostgreSQL type of the column, where the field type allows two: number is `float8` (default) or
   * `numeric`, reference is `uuid` (default) or `text`. Constants are cast to it, so that an index serves.
   */
  readonly sqlType?: "float8" | "numeric" | "uuid" | "text";
}

/** Field path (`industry`, or through one reference `account.industry`) → description. A Map is one. */
export interface FieldCatalog {
  get(field: string): FieldDescription | undefined;
}
