import { AppError, issueAt } from "@causeway/kernel";
import { z } from "zod";
import type { SortTerm } from "./sort-term.ts";

/** The last record of a page: where its order's value stood (as PostgreSQL writes it; null where empty), and its id. */
export interface Cursor {
  readonly value: string | null;
  readonly id: string;
}

const documentSchema = z.tuple([z.string(), z.string().max(2000).nullable(), z.uuid()]);

/** A cursor as callers carry it: opaque, bound to its order. It holds nothing that the page did not show. */
export function writeCursor(sort: SortTerm, { value, id }: Cursor): string {
  return Buffer.from(JSON.stringify([sort.signature, value, id])).toString("base64url");
}

/** Throws AppError("bad-input") for anything that `writeCursor` did not write for this order. */
export function readCursor(sort: SortTerm, text: string): Cursor {
  const parsed = documentSchema.safeParse(parseJson(Buffer.from(text, "base64url").toString()));
  if (!parsed.success || parsed.data[0] !== sort.signature || parsed.data[1]?.includes("\0")) {
    throw new AppError(
      "bad-input",
      { zh: "列表无法从这里继续", en: "The list cannot go on from there." },
      {
        issues: [
          issueAt("after", { zh: "不是这个列表的位置", en: "is not a cursor of this list" }),
        ],
      },
    );
  }
  const [, value, id] = parsed.data;
  return { value, id };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
