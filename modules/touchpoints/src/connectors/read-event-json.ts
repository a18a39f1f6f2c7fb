import type { BothLanguages } from "@causeway/kernel";
import { asObject } from "../wire/json-object.ts";
import type { RawDelivery, Reading } from "./connector.ts";

/** Reads events of the ingestion API that were set aside: one, a list, or a batch. */
export function readEventJson({ body }: RawDelivery): Reading {
  const failed = (reason: BothLanguages): Reading => ({
    events: [],
    failures: [{ reason, item: null }],
  });
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    const batch = asObject(value)?.["batch"];
    const list = Array.isArray(value) ? value : Array.isArray(batch) ? batch : [value];
    const events = list.map(asObject).filter((event) => event !== null);
    return events.length === list.length
      ? { events, failures: [] }
      : failed({ zh: "内容里有不是事件的部分", en: "The body holds something that is no event" });
  } catch {
    return failed({ zh: "内容不是 JSON", en: "The body is not JSON" });
  }
}
