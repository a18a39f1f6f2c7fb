import type { BothLanguages } from "@causeway/kernel";
import { parse } from "csv-parse/sync";
import { asObject, type JsonObject } from "../../wire/json-object.ts";
import type { RawDelivery } from "../connector.ts";
import { readXml } from "../read-xml.ts";
import { parseExactly } from "./parse-exactly.ts";

/** Of one file or request. */
export const mostRecords = 20_000;

export type Records =
  | { readonly ok: true; readonly records: readonly JsonObject[] }
  | { readonly ok: false; readonly reason: BothLanguages };

/**
 * The records of a body: JSON (one object, a list, or the list that an object holds), XML, a form, or CSV with a head
 * line. CSV may be UTF-8 or GB 18030, separated by comma, semicolon or tabulator.
 */
export function readRecords(delivery: RawDelivery): Records {
  const text = textOf(delivery.body).trim();
  if (text === "") return { ok: false, reason: { zh: "内容为空", en: "The body is empty" } };
  const type = delivery.headers["content-type"] ?? "";
  const found = readAs(text, type);
  if (found === null) {
    const reason = {
      zh: "内容不是 JSON、XML、表单或 CSV",
      en: "The body is no JSON, XML, form or CSV",
    };
    return { ok: false, reason };
  }
  return found.length > mostRecords
    ? {
        ok: false,
        reason: {
          zh: `一次超过 ${mostRecords} 条记录`,
          en: `More than ${mostRecords} records at once`,
        },
      }
    : { ok: true, records: found };
}

function readAs(text: string, type: string): readonly JsonObject[] | null {
  if (text.startsWith("{") || text.startsWith("[")) return readJson(text);
  if (text.startsWith("<")) {
    const document = readXml(text);
    return document && listIn(document);
  }
  if (type.includes("x-www-form-urlencoded")) {
    return [Object.fromEntries(new URLSearchParams(text))];
  }
  return readCsv(text);
}

function readJson(text: string): readonly JsonObject[] | null {
  try {
    const value = parseExactly(text);
    if (Array.isArray(value)) return objectsOf(value);
    const object = asObject(value);
    return object && listIn(object);
  } catch {
    return null;
  }
}

const wrappers = ["data", "records", "items", "rows", "list", "events", "result"];

/** What an envelope holds: a list under a usual name, else the object itself. */
function listIn(object: JsonObject): readonly JsonObject[] {
  for (const name of wrappers) {
    const value = object[name];
    if (Array.isArray(value)) return objectsOf(value);
    const inner = asObject(value);
    if (inner !== null && Object.keys(object).length <= 4) return listIn(inner);
  }
  return [object];
}

function objectsOf(list: readonly unknown[]): readonly JsonObject[] {
  return list.map((item) => asObject(item) ?? { value: item });
}

function readCsv(text: string): readonly JsonObject[] | null {
  const head = text.split(/\r?\n/, 1)[0] ?? "";
  const delimiter = [",", ";", "\t"].reduce((best, one) =>
    head.split(one).length > head.split(best).length ? one : best,
  );
  try {
    const rows = parse(text, {
      columns: (names: string[]) => names.map((name) => name.trim()),
      ...{ delimiter, trim: true, skip_empty_lines: true, relax_column_count: true, bom: true },
    }) as JsonObject[];
    return rows.length === 0 ? null : rows;
  } catch {
    return null;
  }
}

function textOf(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return new TextDecoder("gb18030").decode(body);
  }
}
