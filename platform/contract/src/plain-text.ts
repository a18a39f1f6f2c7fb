import { z } from "zod";
import { schemaMessage } from "./schema-messages.ts";

/** Text that PostgreSQL can hold (no NUL, no lone surrogate), at most `longest` UTF-16 units. */
export function plainText(longest: number): z.ZodString {
  return z
    .string()
    .max(longest)
    .refine((text) => !text.includes("\0") && !/\p{Surrogate}/u.test(text), {
      message: schemaMessage("character"),
    });
}

/** What PostgreSQL cannot hold, as JSON.stringify writes it: NUL and lone surrogates, after an even number of backslashes. */
const unstorable = /(?:^|[^\\])(?:\\\\)*\\u(?:0000|d[89a-f])/i;

/** An object as JSON whose names and texts PostgreSQL can hold. */
export function plainJsonObject() {
  return z
    .record(z.string().max(100), z.json())
    .refine((value) => !unstorable.test(JSON.stringify(value)), {
      message: schemaMessage("character"),
    });
}
