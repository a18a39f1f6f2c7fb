import { AppError } from "@causeway/kernel";
import { type Schema, seesAll, type Viewer } from "@causeway/platform-schema";
import type { Actor } from "../store/actor.ts";
import type { StoredImport } from "./load-import.ts";

/** Who reads what stands in an uploaded file; undefined is the server itself. */
export type FileReader = { readonly actor: Actor; readonly viewer: Viewer } | undefined;

/** From whom nothing is kept reads every file; others those that they brought themselves. */
export function mayReadFile(schema: Schema, stored: StoredImport, reader: FileReader): boolean {
  if (reader === undefined || stored.actor_id === reader.actor.id) return true;
  return schema.objects.every((object) => seesAll(object, reader.viewer));
}

/** Throws AppError("forbidden") for others. */
export function requireFileReader(schema: Schema, stored: StoredImport, reader: FileReader): void {
  if (mayReadFile(schema, stored, reader)) return;
  throw new AppError("forbidden", {
    zh: "这个文件由他人上传，可能含有您的角色看不到的字段",
    en: "Somebody else uploaded this file, and it may hold fields that your role does not see.",
  });
}
