import { z } from "zod";

/** Text that PostgreSQL can hold (no NUL, no lone surrogate), at most `longest` UTF-16 units. */
export function plainText(longest: number): z.ZodString {
  return z
    .string()
    .max(longest)
    .refine((text) => !text.includes("\0") && !/\p{Surrogate}/u.test(text), {
      message: "contains a character that cannot be stored",
    });
}
