import { type BothLanguages, wordsOf } from "@causeway/kernel";
import type { RawDelivery, Reading } from "../connectors/connector.ts";
import { type Plan, reasonToHold } from "../plan/plan-violation.ts";
import type { Connection } from "../sources/connection.ts";
import { type ParsedEvent, parseEvent } from "../wire/parse-event.ts";
import { storableJson } from "../wire/storable-json.ts";
import type { NewDeadLetter } from "./insert-dead-letters.ts";

/** A part of a delivery that says nothing which can be kept. */
export interface ReadingFailure {
  readonly reason: BothLanguages;
  /** The part that failed; null for the whole delivery. */
  readonly item: unknown;
}

export interface DeliveryReading {
  readonly accepted: readonly ParsedEvent[];
  readonly refused: readonly ReadingFailure[];
}

/** What a delivery says by its source's kind, as rows of the log, and what of it cannot become one or is held back. */
export async function readDelivery(
  connection: Connection | null,
  delivery: RawDelivery,
  plan: Plan | null,
): Promise<DeliveryReading> {
  const { events, failures } = await readSafely(connection, delivery);
  const accepted: ParsedEvent[] = [];
  const refused: ReadingFailure[] = [...failures];
  for (const event of events) {
    const verdict = parseEvent(event, {
      ...{ receivedAt: delivery.receivedAt, sentAt: null, type: null, context: {}, ip: null },
      history: connection?.history ?? false,
    });
    const held = verdict.ok && plan !== null ? reasonToHold(plan, verdict.event) : null;
    if (!verdict.ok) refused.push({ reason: verdict.reason, item: event });
    else if (held !== null) refused.push({ reason: held, item: event });
    else accepted.push(verdict.event);
  }
  return { accepted, refused };
}

async function readSafely(connection: Connection | null, delivery: RawDelivery): Promise<Reading> {
  const failed = (reason: BothLanguages): Reading => ({
    events: [],
    failures: [{ reason, item: null }],
  });
  if (connection === null) return failed({ zh: "来源已被删除", en: "The source was removed" });
  if (connection.kind.read === undefined) {
    return failed({ zh: "这类来源不读取请求", en: "This kind of source reads no requests" });
  }
  try {
    return await connection.kind.read(delivery, connection.settings);
  } catch (error) {
    const { zh, en } = wordsOf(error);
    return failed({ zh: `读取失败：${zh}`, en: `Reading failed: ${en}` });
  }
}

const deepest = 40;

/** Failed parts of a delivery as dead letters of their own. */
export function lettersOf(
  failures: readonly ReadingFailure[],
  { receivedAt }: Pick<RawDelivery, "receivedAt">,
): readonly NewDeadLetter[] {
  return failures.map(({ reason, item }) => ({
    ...{ reason, receivedAt },
    body: storableJson(item ?? null, deepest) ?? "null",
  }));
}
