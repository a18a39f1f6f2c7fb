import type { FieldType } from "@causeway/platform-contract";
import { boolean } from "./boolean.ts";
import { currency } from "./currency.ts";
import { date } from "./date.ts";
import { dateTime } from "./date-time.ts";
import { email } from "./email.ts";
import type { FieldTypeDefinition } from "./field-type.ts";
import { longText } from "./long-text.ts";
import { multiSelect } from "./multi-select.ts";
import { number } from "./number.ts";
import { phone } from "./phone.ts";
import { reference } from "./reference.ts";
import { select } from "./select.ts";
import { text } from "./text.ts";
import { url } from "./url.ts";
import { user } from "./user.ts";

/** Every type of field, in the order in which forms offer them. */
export const fieldTypes: Readonly<Record<FieldType, FieldTypeDefinition>> = {
  text,
  longText,
  number,
  currency,
  boolean,
  date,
  dateTime,
  select,
  multiSelect,
  reference,
  email,
  phone,
  url,
  user,
};
