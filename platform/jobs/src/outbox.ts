import {
  AppError,
  type BothLanguages,
  type Clock,
  keptWords,
  newId,
  systemClock,
  type WorkspaceId,
  wordsOf,
} from "@causeway/kernel";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { z } from "zod";
import { heldBecause } from "./hold-outgoing.ts";
import type { Jobs } from "./jobs.ts";
import type { JsonValue } from "./json.ts";
import { defineQueue } from "./queue.ts";
import type { JobsTables } from "./tables.ts";

/** A message on its way out of the house. */
export interface Outgoing {
  readonly id: string;
  readonly channel: string;
  readonly recipient: string;
  /** The same for every attempt; channels that can, pass it on so that the receiver recognises a repetition. */
  readonly idempotencyKey: string;
  readonly payload: JsonValue;
}

/** How an attempt ended, where that is known. A channel that cannot tell throws: the message becomes `uncertain`. */
export type Delivery =
  | { readonly kind: "sent"; readonly detail?: string }
  /** Certainly not sent, and trying again would not help. */
  | { readonly kind: "refused"; readonly detail: Detail }
  /** Certainly not sent; worth another attempt. */
  | { readonly kind: "later"; readonly detail: Detail };

/** Words of our own in both languages, or what a server said. */
type Detail = string | BothLanguages;

export interface Channel {
  readonly name: string;
  send(
    message: Outgoing,
    context: { readonly workspace: WorkspaceDatabase; readonly signal: AbortSignal },
  ): Promise<Delivery>;
}

export interface NewOutgoing extends Omit<Outgoing, "id"> {
  readonly runId?: string;
}

export type OutgoingDecision = "was-sent" | "send-again" | "cancel";

export interface Outbox {
  /** Puts a message into the caller's transaction; the same idempotency key gives the same message again. */
  enqueue(
    trx: WorkspaceTransaction,
    workspace: WorkspaceId,
    message: NewOutgoing,
  ): Promise<{ readonly id: string; readonly isNew: boolean }>;
  /** Makes one attempt if one is due. Called by the queue. */
  deliver(workspace: WorkspaceId, id: string): Promise<void>;
  /** A person settles a message whose end is unknown, or stops one that has not left yet. */
  decide(
    trx: WorkspaceTransaction,
    workspace: WorkspaceId,
    id: string,
    decision: OutgoingDecision,
  ): Promise<void>;
  /** Looks for attempts that nobody finished (the process died) and for messages that nobody took up. */
  sweep(workspace: WorkspaceId): Promise<void>;
}

export const outgoingQueue = defineQueue({
  name: "outgoing",
  schema: z.object({ workspace: z.string(), id: z.string() }),
  retryLimit: 5,
});

const attemptTimeoutMs = 60_000;
/** Longer than an attempt may take, so that nobody calls an attempt lost that is still under way. */
const attemptLeaseMs = 90_000;
const maxAttempts = 8;
const overdueMs = 120_000;

export interface OutboxOptions {
  readonly jobs: Pick<Jobs, "send">;
  readonly workspace: (id: WorkspaceId) => Promise<WorkspaceDatabase>;
  readonly channels: readonly Channel[];
  readonly clock?: Clock;
}

type Attempt = Outgoing & { readonly attemptId: string; readonly attempts: number };

/**
 * Messages that leave the house: never twice, never lost. An attempt is written down before it begins; if its end is
 * not written down too, nobody can know whether the message left, and a person decides.
 */
export function createOutbox(options: OutboxOptions): Outbox {
  const { jobs, channels } = options;
  const clock = options.clock ?? systemClock;
  const later = (ms: number) => new Date(clock().getTime() + ms);

  const settle = async (
    trx: WorkspaceTransaction,
    workspace: WorkspaceId,
    attempt: Attempt,
    delivery: Delivery | { readonly kind: "uncertain"; readonly detail: Detail },
  ): Promise<void> => {
    const again = delivery.kind === "later" && attempt.attempts < maxAttempts;
    const pauseMs = 30_000 * 2 ** (attempt.attempts - 1);
    const nextAttempt = again ? later(pauseMs) : undefined;
    const settled = await trx
      .$extendTables<JobsTables>()
      .updateTable("outbox")
      .set({
        state: again ? "pending" : settledState[delivery.kind],
        detail: delivery.detail === undefined ? null : keptWords(delivery.detail),
        attempt_id: null,
        attempt_until: null,
        changed_at: clock(),
        ...(nextAttempt && { next_attempt_at: nextAttempt }),
      })
      .where("id", "=", attempt.id)
      .where("state", "=", "sending")
      .where("attempt_id", "=", attempt.attemptId)
      .executeTakeFirst();
    if (nextAttempt && settled.numUpdatedRows > 0n) {
      await jobs.send(
        trx,
        outgoingQueue,
        { workspace, id: attempt.id },
        { startAfter: nextAttempt },
      );
    }
  };

  return {
    async enqueue(trx, workspace, message) {
      const tables = trx.$extendTables<JobsTables>();
      const now = clock();
      const held = await heldBecause(trx, message.runId);
      const made = await tables
        .insertInto("outbox")
        .values({
          id: newId(),
          run_id: message.runId ?? null,
          channel: message.channel,
          recipient: message.recipient,
          idempotency_key: message.idempotencyKey,
          payload: JSON.stringify(message.payload),
          state: held === undefined ? "pending" : "uncertain",
          detail: held ?? null,
          next_attempt_at: now,
          created_at: now,
          changed_at: now,
        })
        .onConflict((conflict) => conflict.column("idempotency_key").doNothing())
        .returning("id")
        .executeTakeFirst();
      if (made) {
        if (held === undefined) await jobs.send(trx, outgoingQueue, { workspace, id: made.id });
        return { id: made.id, isNew: true };
      }
      const { id } = await tables
        .selectFrom("outbox")
        .select("id")
        .where("idempotency_key", "=", message.idempotencyKey)
        .executeTakeFirstOrThrow();
      return { id, isNew: false };
    },

    async deliver(workspaceId, id) {
      const workspace = await options.workspace(workspaceId);
      const attempt = await workspace.transaction((trx) => beginAttempt(trx, id, clock));
      if (!attempt) return;
      const channel = channels.find(({ name }) => name === attempt.channel);
      const delivery: Delivery | { kind: "uncertain"; detail: Detail } = channel
        ? await channel
            .send(attempt, { workspace, signal: AbortSignal.timeout(attemptTimeoutMs) })
            .catch((error: unknown) => ({ kind: "uncertain", detail: saidBy(error) }) as const)
        : { kind: "refused", detail: `There is no channel "${attempt.channel}"` };
      await workspace.transaction((trx) => settle(trx, workspaceId, attempt, delivery));
    },

    async decide(trx, workspace, id, decision) {
      const tables = trx.$extendTables<JobsTables>();
      const { from, to } = decisions[decision];
      const now = clock();
      const decided = await tables
        .updateTable("outbox")
        .set({
          state: to,
          changed_at: now,
          next_attempt_at: now,
          ...(to === "pending" && { attempts: 0 }),
        })
        .where("id", "=", id)
        .where("state", "in", from)
        .executeTakeFirst();
      if (decided.numUpdatedRows === 0n) {
        throw new AppError("conflict", {
          zh: "这条消息已不再等待这项决定",
          en: "This message is not waiting for that decision any more",
        });
      }
      if (to === "pending") await jobs.send(trx, outgoingQueue, { workspace, id });
    },

    async sweep(workspaceId) {
      const workspace = await options.workspace(workspaceId);
      await workspace.transaction(async (trx) => {
        const tables = trx.$extendTables<JobsTables>();
        await markLost(trx, clock());
        const forgotten = await tables
          .selectFrom("outbox")
          .select("id")
          .where("state", "=", "pending")
          .where("next_attempt_at", "<", later(-overdueMs))
          .limit(1000)
          .execute();
        for (const { id } of forgotten) {
          await jobs.send(trx, outgoingQueue, { workspace: workspaceId, id });
        }
      });
    },
  };
}

const settledState = {
  sent: "sent",
  refused: "failed",
  later: "failed",
  uncertain: "uncertain",
} as const;

const decisions = {
  "was-sent": { from: ["uncertain"], to: "sent" },
  "send-again": { from: ["uncertain", "failed"], to: "pending" },
  cancel: { from: ["pending", "uncertain", "failed"], to: "cancelled" },
} as const;

async function beginAttempt(
  trx: WorkspaceTransaction,
  id: string,
  clock: Clock,
): Promise<Attempt | undefined> {
  const now = clock();
  await markLost(trx, now, id);
  const attemptId = newId();
  const row = await trx
    .$extendTables<JobsTables>()
    .updateTable("outbox")
    .set((expression) => ({
      state: "sending",
      attempts: expression("attempts", "+", 1),
      attempt_id: attemptId,
      attempt_until: new Date(now.getTime() + attemptLeaseMs),
      changed_at: now,
    }))
    .where("id", "=", id)
    .where("state", "=", "pending")
    .where("next_attempt_at", "<=", now)
    .returningAll()
    .executeTakeFirst();
  return (
    row && {
      id,
      attemptId,
      attempts: row.attempts,
      channel: row.channel,
      recipient: row.recipient,
      idempotencyKey: row.idempotency_key,
      payload: row.payload,
    }
  );
}

/** An attempt past its lease ended in a dead process: what became of the message is unknown. */
async function markLost(trx: WorkspaceTransaction, now: Date, id?: string): Promise<void> {
  let lost = trx
    .$extendTables<JobsTables>()
    .updateTable("outbox")
    .set({
      state: "uncertain",
      attempt_id: null,
      attempt_until: null,
      changed_at: now,
      detail: "The server stopped during the attempt",
    })
    .where("state", "=", "sending")
    .where("attempt_until", "<", now);
  if (id !== undefined) lost = lost.where("id", "=", id);
  await lost.execute();
}

/** Errors of our own say it in both languages; of others their kind is part of what they say. */
function saidBy(error: unknown): Detail {
  return error instanceof AppError ? wordsOf(error) : String(error);
}
