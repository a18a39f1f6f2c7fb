import { z } from "zod";
import { schemaMessage } from "./schema-messages.ts";

/** PostgreSQL reads `+08:00` the other way round, so only names are taken: `Asia/Shanghai`. */
export const timeZoneSchema = z
  .string()
  .max(60)
  .regex(/^[A-Za-z][A-Za-z_]*(\/[A-Za-z][A-Za-z0-9_+-]*)*$/)
  .refine(isZone, schemaMessage("zone"));

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
