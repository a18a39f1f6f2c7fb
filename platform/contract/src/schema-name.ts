import { z } from "zod";
import { schemaMessage } from "./schema-messages.ts";

/** API names of objects and fields: they become table and column names. */
export const apiNameSchema = z.string().regex(/^[a-z][a-z0-9_]{0,47}$/, schemaMessage("apiName"));
