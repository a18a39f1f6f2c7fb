import type { FieldDescription } from "../field-catalog.ts";
import type { Label, Locale } from "../label.ts";
import type { Moment } from "../moment.ts";
import type { Scalar, Value } from "../value.ts";

/** Outcome of reading a constant: the canonical value, or what is wrong with it. */
export type ConstantReading =
  | { readonly ok: true; readonly value: Scalar }
  | { readonly ok: false; readonly message: Label };

/** How values are put into words. */
export interface FormatOptions {
  readonly locale: Locale;
  readonly timeZone: string;
  /** The name of a referenced record; without it, or where it knows none, the id stands. */
  readonly nameOf?: ((id: string) => string | undefined) | undefined;
}

/** Everything the engine knows about one field type. */
export interface FieldType {
  readonly name: string;
  readonly label: Label;
  /** A constant of a stored condition (for a multi-select: one of its options) → canonical value. */
  readConstant(input: unknown, field: FieldDescription): ConstantReading;
  /** A non-null row value → canonical value; undefined where it is not of this type. */
  readRow(value: unknown, field: FieldDescription): Value | undefined;
  /** PostgreSQL type to cast one constant to. */
  sqlType(field: FieldDescription): string;
  /** A canonical value as the driver gets it; absent: as it is. */
  toParameter?(value: Scalar): Scalar;
  /** Text is compared under `COLLATE "C"`, so that memory and every database agree. */
  readonly collates?: true;
  /** SQL literal that counts as empty beside NULL, where the column has one. */
  emptyLiteral?(field: FieldDescription): string | undefined;
  /** Columns of different PostgreSQL types of this field type can be compared with each other. */
  readonly comparesAcrossSqlTypes?: true;
  /** `now` shifted by days, as a value of this type; absent where relative dates make no sense. */
  shiftFromNow?(moment: Moment, days: number): Scalar;
  /** A value in words. */
  format(value: Scalar, field: FieldDescription, options: FormatOptions): string;
}
