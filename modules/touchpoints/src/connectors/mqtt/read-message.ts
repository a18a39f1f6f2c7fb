import type { BothLanguages } from "@causeway/kernel";
import type { SettingValues } from "@causeway/platform-contract";
import { asObject, type JsonObject } from "../../wire/json-object.ts";
import { readColumns } from "../mapped/read-columns.ts";
import { type FieldMap, parseFieldMap, unreadableTime } from "../mapped/read-mapped.ts";
import { proposeTargets } from "../mapped/targets.ts";
import { pick, plain } from "../records/pick.ts";
import { readMoment } from "../records/read-moment.ts";
import { readRecords } from "../records/read-records.ts";

/** One sign of life: whose, when, and the numbers in it. */
export interface Heartbeat {
  readonly device: string;
  readonly at: Date;
  readonly numbers: Readonly<Record<string, number>>;
  /** Company that the message itself names. */
  readonly group: string | null;
}

const mostNumbers = 40;

/** The records of a message, each with the fields of its topic. Null when the payload is unreadable. */
export function recordsOf(
  payload: Buffer,
  fields: Readonly<Record<string, string>>,
  receivedAt: Date,
): readonly JsonObject[] | null {
  const text = payload.toString("utf8").trim();
  if (text === "") return [{ ...fields }];
  // A bare number or word is what many sensors send.
  if (/^[^{[<,;\n]{1,60}$/.test(text)) {
    const value = Number(text);
    return [{ value: Number.isFinite(value) ? value : text, ...fields }];
  }
  const found = readRecords({ method: "MQTT", query: {}, headers: {}, body: payload, receivedAt });
  if (!found.ok) return null;
  return found.records.map((record) => ({ ...record, ...fields }));
}

/** The map of the settings, or what the columns' names say. */
export function mapFor(records: readonly JsonObject[], settings: SettingValues): FieldMap {
  const given = parseFieldMap(settings["map"] ?? "") ?? {};
  if (Object.keys(given).length > 0) return given;
  return proposeTargets(readColumns(records).map(({ path }) => path));
}

/** A record as a sign of life, or why it is none. */
export function readHeartbeat(
  record: JsonObject,
  map: FieldMap,
  zone: string,
  receivedAt: Date,
): Heartbeat | { readonly refused: BothLanguages } {
  const get = (target: string): string | null => {
    const path = Object.keys(map).find((one) => map[one] === target);
    return path === undefined ? null : plain(pick(record, path));
  };
  const device = get("device");
  if (device === null || device.length > 200)
    return { refused: { zh: "没有设备名称", en: "Nothing names the device" } };
  const stated = get("time");
  const at = stated === null ? receivedAt : readMoment(stated, zone);
  if (at === null) return { refused: unreadableTime(stated) };
  return { device, at, group: get("group"), numbers: numbersOf(record, map) };
}

function numbersOf(record: JsonObject, map: FieldMap): Readonly<Record<string, number>> {
  const isMeasure = ([path]: readonly [string, number]): boolean =>
    map[path] === undefined || map[path] === "property";
  const measures = leaves(record, "", 1).filter(isMeasure).slice(0, mostNumbers);
  return Object.fromEntries(
    measures.map(([path, value]) => [path.replaceAll(".", "_").slice(0, 60), value]),
  );
}

/** Numbers at any depth, by path. */
function leaves(
  object: JsonObject,
  prefix: string,
  depth: number,
): readonly (readonly [path: string, value: number])[] {
  return Object.entries(object).flatMap(([name, value]) => {
    const path = prefix + name;
    if (typeof value === "number" && Number.isFinite(value)) return [[path, value] as const];
    const inner = asObject(value);
    return inner !== null && depth < 4 ? leaves(inner, `${path}.`, depth + 1) : [];
  });
}
