import type { BothLanguages } from "@causeway/kernel";
import type { JsonObject } from "../../wire/json-object.ts";
import { memberFinder } from "../records/find-member.ts";
import { plain } from "../records/pick.ts";
import { readMoment, readSeconds } from "../records/read-moment.ts";
import type { CallField, CallMap } from "./call-maps.ts";

export interface CallSettings {
  readonly map: CallMap;
  /** Of local times, as `+08:00`. */
  readonly zone: string;
  /** Numbers that are ours or that stand for many people, as digits; `*` at the end takes all that begin so. */
  readonly notCustomers: readonly string[];
}

export type CallVerdict =
  | { readonly ok: true; readonly event: JsonObject }
  | { readonly ok: false; readonly reason: BothLanguages };

/** The event of one call record. A privacy number ("X") is a number of many people one after another: it names nobody. */
export function readCall(record: JsonObject, settings: CallSettings): CallVerdict {
  const find = memberFinder(record, settings.map.fields);
  const id = plain(find("id"));
  const moments = {
    start: readMoment(find("start"), settings.zone),
    answer: readMoment(find("answer"), settings.zone),
    end: readMoment(find("end"), settings.zone),
  };
  const at = moments.start ?? moments.answer ?? moments.end;
  if (id === null)
    return { ok: false, reason: { zh: "通话记录没有编号", en: "The call has no id" } };
  if (at === null)
    return {
      ok: false,
      reason: { zh: "通话记录没有可读的时间", en: "The call has no readable time" },
    };
  const direction = directionOf(plain(find("direction")), settings.map);
  const number = customerOf(find, direction, settings);
  const talkSeconds = readSeconds(find("talk")) ?? between(moments.answer, moments.end) ?? 0;
  const properties = {
    callId: id,
    direction,
    ...(number.shown !== null && { number: number.shown }),
    numberKind: number.kind,
    talkSeconds,
    ...optional("waitSeconds", readSeconds(find("wait")) ?? between(moments.start, moments.answer)),
    ...optional("agent", plain(find("agent"))),
    ...optional("region", plain(find("region"))),
    ...optional("result", plain(find("result"))),
    ...optional("topic", plain(find("topic"))),
    ...optional("keys", keysOf(find("keys"))),
    ...optional("recording", plain(find("recording"))),
  };
  return {
    ok: true,
    event: {
      type: "track",
      messageId: `call-${id}`.slice(0, 100),
      timestamp: at.toISOString(),
      anonymousId: `call-${id}`,
      event: eventOf(direction, talkSeconds > 0 || moments.answer !== null),
      properties,
      context: number.identity === null ? {} : { traits: { phone: number.identity } },
    },
  };
}

type Find = (field: CallField) => unknown;

function directionOf(text: string | null, map: CallMap): "in" | "out" {
  const given = text?.toLowerCase() ?? "";
  return map.outgoing.includes(given) ? "out" : "in";
}

function eventOf(direction: "in" | "out", answered: boolean): string {
  if (answered) return "Call Ended";
  return direction === "in" ? "Call Missed" : "Call Unanswered";
}

interface CustomerNumber {
  /** As it is kept for reading; null where the number says nothing. */
  readonly shown: string | null;
  /** As it may name somebody; null where it names nobody. */
  readonly identity: string | null;
  readonly kind: "direct" | "virtual" | "own" | "unknown";
}

function customerOf(find: Find, direction: "in" | "out", settings: CallSettings): CustomerNumber {
  const side = direction === "in" ? "caller" : "callee";
  const shown = plain(find("customer")) ?? plain(find(side));
  const virtual = plain(find("virtual"));
  const isVirtual = shown !== null && virtual !== null && digits(shown) === digits(virtual);
  const real = plain(find(direction === "in" ? "realCaller" : "realCallee"));
  const number = isVirtual ? real : shown;
  if (number === null || digits(number) === digits(virtual ?? "-")) {
    return { shown, identity: null, kind: isVirtual ? "virtual" : "unknown" };
  }
  if (settings.notCustomers.some((pattern) => matches(digits(number), pattern))) {
    return { shown: number, identity: null, kind: "own" };
  }
  return { shown: number, identity: number, kind: "direct" };
}

function digits(number: string): string {
  return number.replace(/\D/g, "").replace(/^0*86(?=1\d{10}$)/, "");
}

function matches(number: string, pattern: string): boolean {
  return pattern.endsWith("*") ? number.startsWith(pattern.slice(0, -1)) : number === pattern;
}

function between(from: Date | null, to: Date | null): number | null {
  if (from === null || to === null || to < from) return null;
  return Math.round((to.getTime() - from.getTime()) / 1000);
}

function keysOf(value: unknown): string | null {
  return Array.isArray(value) ? value.map(String).join(",").slice(0, 200) : plain(value);
}

function optional(name: string, value: string | number | null): JsonObject {
  return value === null ? {} : { [name]: value };
}
