import { z } from "zod";
import { accepted, type FieldTypeDefinition, type Reading, refused } from "./field-type.ts";

const address = z.email().max(320);

function readAddress(input: unknown): Reading {
  const parsed = address.safeParse(typeof input === "string" ? input.trim().toLowerCase() : input);
  return parsed.success
    ? accepted(parsed.data)
    : refused("应为电子邮箱地址", "must be an e-mail address");
}

/** An e-mail address, in lower case, so that one person's address is one value. */
export const email: FieldTypeDefinition = {
  name: "email",
  label: { zh: "邮箱", en: "E-mail" },
  columnType: 'text collate "C"',
  condition: { type: "text" },
  read: readAddress,
  readText: readAddress,
  present: String,
  index: "value",
  sort: { type: "text", by: (column) => column },
  search: { as: "words", always: true },
};
