import type { BothLanguages } from "@causeway/kernel";
import type { SettingValues } from "@causeway/platform-contract";
import type { JsonObject } from "../../wire/json-object.ts";
import type { RawDelivery, Reading } from "../connector.ts";
import { externalIds } from "../external-ids.ts";
import { contentId } from "../records/content-id.ts";
import { pick, plain } from "../records/pick.ts";
import { readMoment } from "../records/read-moment.ts";
import { readRecords } from "../records/read-records.ts";
import { readColumns } from "./read-columns.ts";
import { externalTargets, proposeTargets, targets, traitTargets } from "./targets.ts";

/** What each path means. */
export type FieldMap = Readonly<Record<string, string>>;

/** The map of a setting; null when it is not one. Blank: columns are recognised by their names. */
export function parseFieldMap(text: string): FieldMap | null {
  if (text.trim() === "") return {};
  try {
    const entries = Object.entries(JSON.parse(text) as object);
    const known = new Set(targets.map(({ name }) => name));
    const isMap = entries.every(
      ([path, target]) => path.length <= 200 && typeof target === "string" && known.has(target),
    );
    return isMap && entries.length <= 200 ? (Object.fromEntries(entries) as FieldMap) : null;
  } catch {
    return null;
  }
}

/** What to say of a time that cannot be read. */
export function unreadableTime(stated: string | null): BothLanguages {
  const shown = stated?.slice(0, 60) ?? "";
  return { zh: `“${shown}”不是可读的时间`, en: `“${shown}” is no readable time` };
}

/** Events of records of any shape, by a map that a person chose. */
export function readMapped(delivery: RawDelivery, settings: SettingValues): Reading {
  const found = readRecords(delivery);
  if (!found.ok) return { events: [], failures: [{ reason: found.reason, item: null }] };
  const given = parseFieldMap(settings["map"] ?? "") ?? {};
  const columns = readColumns(found.records).map(({ path }) => path);
  const map = Object.keys(given).length === 0 ? proposeTargets(columns) : given;
  const kept = settings["rest"] === "no" ? [] : columns;
  const verdicts = found.records.map((record) =>
    readRecord(record, { map, kept, settings, receivedAt: delivery.receivedAt }),
  );
  return {
    events: verdicts.flatMap((verdict) => (verdict.ok ? [verdict.event] : [])),
    failures: verdicts.flatMap((verdict) => (verdict.ok ? [] : [verdict])),
  };
}

interface Reader {
  readonly map: FieldMap;
  /** Columns that are kept as properties where they mean nothing else. */
  readonly kept: readonly string[];
  readonly settings: SettingValues;
  readonly receivedAt: Date;
}

type Verdict =
  | { readonly ok: true; readonly event: JsonObject }
  | { readonly ok: false; readonly reason: BothLanguages; readonly item: JsonObject };

function readRecord(record: JsonObject, { map, kept, settings, receivedAt }: Reader): Verdict {
  const get = (target: string): string | null => {
    const path = Object.keys(map).find((one) => map[one] === target);
    return path === undefined ? null : plain(pick(record, path));
  };
  const failed = (reason: BothLanguages): Verdict => ({ ok: false, reason, item: record });
  const name = get("event") ?? settings["eventName"] ?? "";
  if (name === "") return failed({ zh: "没有说明发生了什么", en: "Nothing says what happened" });
  const stated = get("time");
  const at = stated === null ? receivedAt : readMoment(stated, settings["zone"] ?? "+08:00");
  if (at === null) return failed(unreadableTime(stated));
  const properties = propertiesOf(record, map, kept);
  const event = eventOf(record, { name, at, properties, get });
  return event === null ? failed(nobody) : { ok: true, event };
}

/** What to say of a record that belongs to nobody. */
const nobody: BothLanguages = {
  zh: "没有一列说明是谁；请在字段对应中指定邮箱、电话、用户编号、公司编号、订单号等任意一项",
  en: "No field says who it is about; map one of them to an e-mail, a phone, a user, a company, an order or another id",
};

interface Found {
  readonly name: string;
  readonly at: Date;
  readonly properties: JsonObject;
  readonly get: (target: string) => string | null;
}

/** Null where nobody is named. */
function eventOf(record: JsonObject, { name, at, properties, get }: Found): JsonObject | null {
  const id = get("id");
  const userId = get("user_id");
  const ids = externalIds(
    Object.fromEntries([...externalTargets].map((kind) => [kind, get(kind)])),
  );
  const traits = Object.fromEntries(
    traitTargets.flatMap((trait) => {
      const value = get(trait);
      return value === null ? [] : [[trait, value.slice(0, 200)]];
    }),
  );
  const group = get("group");
  const messageId = id === null ? contentId("record", record) : `record-${id}`.slice(0, 100);
  const [first] = ids;
  const naming = userId ?? traits["email"] ?? traits["phone"] ?? first?.["id"] ?? group;
  if (naming === undefined || naming === null) return null;
  return {
    ...{ type: "track", messageId, event: name.slice(0, 200), timestamp: at.toISOString() },
    ...(userId !== null && { userId }),
    ...(userId === null && { anonymousId: messageId }),
    properties,
    context: { externalIds: ids, traits, ...(group !== null && { groupId: group }) },
  };
}

/** Columns that are properties by choice, and with `columns` also those that mean nothing else. */
function propertiesOf(record: JsonObject, map: FieldMap, columns: readonly string[]): JsonObject {
  const chosen = Object.keys(map).filter((path) => map[path] === "property");
  const rest = columns.filter((path) => map[path] === undefined);
  return Object.fromEntries(
    [...new Set([...chosen, ...rest])].flatMap((path) => {
      const value = pick(record, path);
      return plain(value) === null ? [] : [[path.replaceAll(".", "_").slice(0, 100), value]];
    }),
  );
}
