import { readFile } from "node:fs/promises";
import { columnKinds, type LinkRules } from "@causeway/engine-linkage";
import { z } from "zod";
import { UsageError } from "../command.ts";

const schema = z.strictObject({
  columns: z.record(z.string(), z.enum(columnKinds).nullable()).optional(),
  blocking: z.array(z.array(z.string()).min(1)).min(1).optional(),
  unique: z.enum(["left", "right", "both", "none"]).optional(),
});

export interface RulesFile extends LinkRules {
  readonly unique?: "left" | "right" | "both" | "none" | undefined;
}

/** Reads a file of rules; throws `UsageError` that says what is wrong with it. */
export async function readRules(path: string): Promise<RulesFile> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new UsageError(`Cannot read ${path}`);
  });
  const parsed = schema.safeParse(parseJson(text, path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`${path}: ${issue?.path.join(".") || "rules"}: ${issue?.message ?? ""}`);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is no JSON: ${error instanceof Error ? error.message : ""}`);
  }
}
