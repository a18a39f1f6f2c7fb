import type { FieldType } from "../field-types/field-type.ts";
import type { Moment } from "../moment.ts";
import type { Scalar, Value } from "../value.ts";

/** Field types that relative dates make sense for. */
export const datedTypes = ["date", "dateTime"] as const;

/** `now` shifted by days, as a value of the field's type. */
export function shifted(fieldType: FieldType, moment: Moment, days: number): Scalar {
  if (fieldType.shiftFromNow === undefined) throw new TypeError(`${fieldType.name} knows no days`);
  return fieldType.shiftFromNow(moment, days);
}

/** The whole number of days that the check has left in the operand's place. */
export function daysOf(operand: Value | null | undefined): number {
  if (typeof operand !== "number") throw new TypeError("A number of days is expected");
  return operand;
}
