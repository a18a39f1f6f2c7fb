import { AppError, type Clock, type WorkspaceId } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { commitDeliveries } from "./commit-deliveries.ts";
import { type CopyAttempts, createCopyAttempts } from "./copy-attempts.ts";
import type { Delivery, Turn } from "./insert-events.ts";
import { createKnownMonths, type KnownMonths } from "./known-months.ts";
import { createRateMeter, type RateMeter } from "./rate-meter.ts";
import { joinGroup, type WaitingGroup } from "./waiting-group.ts";

/** Takes deliveries; the promise resolves when they are durable. */
export interface EventWriter {
  /**
   * Throws `AppError`, and stores nothing of the delivery: "rate-limited" when the workspace has as much waiting as one
   * may, "unavailable" when the queue is full or the database does not answer.
   */
  write(workspace: WorkspaceDatabase, delivery: Delivery): Promise<void>;
  /**
   * What `write` would throw for a body of so many characters, before events are made of it: where too much waits, each
   * refused body would cost several times its size. Undefined where there is room.
   */
  refusal(workspace: WorkspaceId, characters: number): AppError | undefined;
  /** Waiting or being written: bytes of payload, and events. */
  readonly queuedBytes: number;
  readonly queuedEvents: number;
  /** Requests refused so far because too much was waiting. */
  readonly refused: number;
  /** Of one workspace, in this process. */
  flowOf(workspace: WorkspaceId): Flow;
}

/** How events come in. */
export interface Flow {
  readonly waiting: number;
  readonly storedLastMinute: number;
}

/** Events that shared a transaction. */
export interface WrittenGroup {
  readonly events: number;
  readonly rejected: number;
  /** False when the database did not take them and their senders were told to retry. */
  readonly stored: boolean;
  readonly seconds: number;
}

export interface EventWriterOptions {
  readonly clock: Clock;
  /** What may wait in memory before requests are refused. One workspace may have half of it. */
  readonly maxQueuedBytes?: number;
  readonly maxQueuedEvents?: number;
  /** Called after every transaction, for counting. */
  readonly onGroup?: (group: WrittenGroup) => void;
  /** Events of one transaction; keeps it far below two seconds. */
  readonly maxBatchEvents?: number;
}

interface Lane {
  readonly workspace: WorkspaceDatabase;
  readonly waiting: WaitingGroup[];
  readonly months: KnownMonths;
  readonly attempts: CopyAttempts;
  running: boolean;
  /** Waiting, or being written. */
  bytes: number;
  events: number;
  waitingEvents: number;
  /** What was under way lately; see `gather`. */
  recentEvents: number;
  /** How long the last transaction took. */
  lastMs: number;
  /** The transaction that has nothing left to do but to commit. */
  committing: Promise<unknown>;
  /** Of the last transaction; the next one counts in other rows. */
  turn: number;
  readonly stored: RateMeter;
  /** Called when a delivery joins those that wait. */
  onArrival: (() => void) | null;
}

/** A transaction begins beside the commit of one other. */
const turns = 2;
/** A transaction costs as much as some ten events: where requests are many and small, this long is waited for more. */
const lingerMs = 3;
/** On a busy machine a transaction takes longer: half as long as the last one may be waited, up to this. */
const longestLingerMs = 25;
const lingerUpToEvents = 200;

const megabyte = 1024 * 1024;
const bytesPerCharacter = 2;

/**
 * Group commit: while one transaction of a workspace is on its way, the next deliveries gather; then they share one.
 * Where they come beside each other, a moment is waited for more; a lone request is written at once. A transaction
 * begins when the one before has only its commit to do, so that the disk is not waited for. Order of arrival is kept.
 */
export function createEventWriter(options: EventWriterOptions): EventWriter {
  const { clock, maxBatchEvents = 4_000, onGroup } = options;
  const { maxQueuedBytes = 64 * megabyte, maxQueuedEvents = 100_000 } = options;
  const lanes = new Map<WorkspaceId, Lane>();
  let queuedBytes = 0;
  let queuedEvents = 0;
  let refused = 0;

  const count = (lane: Lane, bytes: number, events: number): void => {
    queuedBytes += bytes;
    queuedEvents += events;
    lane.bytes += bytes;
    lane.events += events;
  };

  /** Why nothing more may wait; undefined where it may. */
  const fullness = (lane: Lane, bytes: number, events: number): AppError | undefined => {
    if (queuedBytes + bytes > maxQueuedBytes || queuedEvents + events > maxQueuedEvents) {
      return new AppError("unavailable", {
        zh: "等待写入的事件过多，请稍后重试",
        en: "Too many events are waiting; retry",
      });
    }
    if (lane.bytes + bytes > maxQueuedBytes / 2 || lane.events + events > maxQueuedEvents / 2) {
      return new AppError("rate-limited", {
        zh: "这个工作区等待写入的事件过多，请稍后重试",
        en: "Too many events of this workspace are waiting; retry",
      });
    }
    return undefined;
  };

  const laneOf = (workspace: WorkspaceDatabase): Lane => {
    const known = lanes.get(workspace.id);
    if (known !== undefined) return known;
    const lane: Lane = {
      ...{ workspace, waiting: [], stored: createRateMeter(clock) },
      months: createKnownMonths(workspace, clock),
      attempts: createCopyAttempts(),
      ...{ running: false, bytes: 0, events: 0, waitingEvents: 0, recentEvents: 0, lastMs: 0 },
      ...{ committing: Promise.resolve(), turn: 0, onArrival: null },
    };
    lanes.set(workspace.id, lane);
    return lane;
  };

  const drain = async (lane: Lane): Promise<void> => {
    while (lane.waiting.length > 0) {
      await gather(lane);
      const group = lane.waiting.shift();
      if (group === undefined) break;
      lane.waitingEvents -= group.events + group.rejected;
      let done = Promise.resolve();
      await new Promise<void>((resolve) => {
        lane.turn = (lane.turn + 1) % turns;
        done = write(lane, group, { turn: lane.turn, onWritten: resolve });
        void done.then(resolve);
      });
      // One commit beside the next insert is enough to keep both disk and processor busy.
      await lane.committing;
      lane.committing = done;
    }
    lane.running = false;
  };

  const write = async (lane: Lane, group: WaitingGroup, turn: Turn): Promise<void> => {
    const startedAt = performance.now();
    const { events, rejected, bytes } = group;
    const stored = await commitGroup(lane, group, turn);
    if (stored) lane.stored.add(events);
    count(lane, -bytes, -(events + rejected));
    lane.lastMs = performance.now() - startedAt;
    onGroup?.({ events, rejected, stored, seconds: lane.lastMs / 1000 });
  };

  const start = (lane: Lane): void => {
    if (lane.running) return;
    lane.running = true;
    // After the current turn of the event loop, so that requests read together are written together.
    setImmediate(() => void drain(lane));
  };

  return {
    get queuedBytes() {
      return queuedBytes;
    },
    get queuedEvents() {
      return queuedEvents;
    },
    get refused() {
      return refused;
    },
    flowOf(workspace) {
      const lane = lanes.get(workspace);
      const storedLastMinute = lane?.stored.lastMinute() ?? 0;
      return { waiting: lane?.events ?? 0, storedLastMinute };
    },
    refusal(workspace, characters) {
      const lane = lanes.get(workspace);
      const reason = lane && fullness(lane, characters * bytesPerCharacter, 1);
      if (reason !== undefined) refused++;
      return reason;
    },
    write(workspace, delivery) {
      const bytes = sizeOf(delivery);
      const events = delivery.events.length + delivery.rejected.length;
      const lane = laneOf(workspace);
      const refusal = fullness(lane, bytes, events);
      if (refusal !== undefined) {
        refused++;
        return Promise.reject(refusal);
      }
      count(lane, bytes, events);
      const group = joinGroup(lane.waiting, delivery, bytes, maxBatchEvents);
      lane.months.note(delivery.events, group.newMonths);
      lane.waitingEvents += events;
      lane.onArrival?.();
      start(lane);
      return group.stored;
    },
  };
}

/**
 * Waits, but not for long, until half of what was under way lately waits: the other half is being written meanwhile, or
 * its senders have just been answered and are about to send more.
 */
function gather(lane: Lane): Promise<void> {
  lane.recentEvents = Math.max(lane.events, lane.recentEvents * 0.75);
  const enough = Math.min(lingerUpToEvents, lane.recentEvents / 2);
  if (lane.waitingEvents >= enough) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      lane.onArrival = null;
      resolve();
    };
    const longMs = Math.min(longestLingerMs, Math.max(lingerMs, lane.lastMs / 2));
    const timer = setTimeout(done, longMs);
    lane.onArrival = () => {
      if (lane.waitingEvents >= enough) done();
    };
  });
}

/** Never throws: who waits for the group learns its outcome. False when nothing was stored. */
async function commitGroup(
  lane: Lane,
  { deliveries, newMonths, resolve, reject }: WaitingGroup,
  turn: Turn,
): Promise<boolean> {
  try {
    await lane.months.ensure(newMonths);
    await commitDeliveries(lane.workspace, deliveries, turn, lane.attempts);
    resolve();
    return true;
  } catch (cause) {
    const words = {
      zh: "事件暂时无法保存，请稍后重试",
      en: "The events could not be stored now; retry",
    };
    reject(new AppError("unavailable", words, { cause }));
    return false;
  }
}

/** Memory that a delivery holds, near enough: text counts two bytes a character, a row some hundred beside it. */
function sizeOf(delivery: Delivery): number {
  let bytes = 0;
  for (const { payload } of delivery.events) {
    const isText = typeof payload === "string";
    bytes += payload.length * (isText ? bytesPerCharacter : 1) + 400;
  }
  for (const { payload } of delivery.rejected) bytes += bytesPerCharacter * payload.length + 200;
  return bytes;
}
