import { AppError } from "@causeway/kernel";
import type { Actor } from "@causeway/module-records";
import type { Label, ModelCard, Promotion } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { announceScores } from "../announce.ts";
import type { BoundDefinition } from "../definitions/bind-definition.ts";
import { bindIn, readPrediction } from "../definitions/definition-store.ts";
import { markAllStale } from "../scoring/stale-scores.ts";
import type { PredictionTables } from "../tables.ts";

const rule: Actor = { kind: "system", id: "promotion-rule" };

/**
 * Puts a new version in force, or takes the old one out, where the definition's rule says so: a usable one that is not
 * worse on fresh cases and not too good to be true comes into force; where there is no signal (any more), nothing is scored.
 */
export async function applyPromotionRule(
  trx: WorkspaceTransaction,
  bound: BoundDefinition,
  card: ModelCard,
): Promise<void> {
  if (bound.definition.promotion !== "when-better") return;
  if (card.verdict === "no-signal") {
    await putInForce(trx, bound, null, {
      kind: "withdrawn",
      actor: rule,
      why: { zh: "新版本没有信号，因此不再打分", en: "the new version has no signal: no scores" },
    });
  } else if (
    card.verdict === "usable" &&
    card.doubt === null &&
    card.compared?.verdict !== "worse"
  ) {
    await putInForce(trx, bound, card.id, {
      kind: "promoted",
      actor: rule,
      why: whyPromoted(card),
    });
  }
}

function whyPromoted({ compared }: ModelCard): Label {
  if (compared === null || compared.verdict === "unknown") {
    return { zh: "按规则：可用", en: "by rule: usable" };
  }
  return compared.verdict === "better"
    ? { zh: "按规则：在新案例上更好", en: "by rule: better on fresh cases" }
    : {
        zh: "按规则：在新案例上不差，且数据更新",
        en: "by rule: no worse on fresh cases, and newer",
      };
}

/** Puts a version in force by hand. Throws AppError("not-found"), or "conflict" where it gives nothing to score with. */
export async function promoteVersion(
  trx: WorkspaceTransaction,
  name: string,
  version: number,
  actor: Actor,
): Promise<void> {
  const { definition } = await readPrediction(trx, name);
  const found = await trx
    .$extendTables<PredictionTables>()
    .selectFrom("models")
    .select(["id", "verdict"])
    .where("prediction", "=", name)
    .where("version", "=", version)
    .executeTakeFirst();
  if (found === undefined)
    throw new AppError("not-found", { zh: "没有这个版本", en: "There is no such version." });
  if (found.verdict !== "usable") {
    throw new AppError("conflict", {
      zh: "这个版本没有找到可用的信号，无法用来打分",
      en: "This version found no signal; there is nothing to score with.",
    });
  }
  await putInForce(trx, await bindIn(trx, definition), found.id, {
    kind: "promoted",
    actor,
    why: { zh: "手动启用", en: "by hand" },
  });
}

/** Takes the version in force back for the one that was in force before it. Throws AppError("conflict") where there is none. */
export async function rollBack(
  trx: WorkspaceTransaction,
  name: string,
  actor: Actor,
): Promise<void> {
  const { definition, currentModelId } = await readPrediction(trx, name);
  const before = await trx
    .$extendTables<PredictionTables>()
    .selectFrom("promotions")
    .innerJoin("models", "models.id", "promotions.model_id")
    .select(["models.id", "models.version"])
    .where("promotions.prediction", "=", name)
    .where("models.verdict", "=", "usable")
    .$if(currentModelId !== null, (query) =>
      query
        .where("models.id", "!=", currentModelId ?? "")
        .where("models.version", "<", (expression) =>
          expression
            .selectFrom("models as held")
            .select("held.version")
            .where("held.id", "=", currentModelId ?? ""),
        ),
    )
    .orderBy("promotions.id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (before === undefined) {
    throw new AppError("conflict", {
      zh: "此前没有启用过其他版本",
      en: "No earlier version has been in force.",
    });
  }
  await putInForce(trx, await bindIn(trx, definition), before.id, {
    kind: "rolled-back",
    actor,
    why: { zh: "手动退回", en: "by hand" },
  });
}

interface Decision {
  readonly kind: Promotion["kind"];
  readonly actor: Actor;
  readonly why: Label;
}

async function putInForce(
  trx: WorkspaceTransaction,
  bound: BoundDefinition,
  modelId: string | null,
  { kind, actor, why }: Decision,
): Promise<void> {
  const { name } = bound.definition;
  const tables = trx.$extendTables<PredictionTables>();
  const { current_model_id: held } = await tables
    .selectFrom("predictions")
    .select("current_model_id")
    .where("name", "=", name)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (held === modelId) return;
  await tables
    .updateTable("predictions")
    .set({ current_model_id: modelId, health: JSON.stringify([]) as unknown as [] })
    .where("name", "=", name)
    .execute();
  await tables
    .insertInto("promotions")
    .values({
      prediction: name,
      model_id: modelId,
      kind,
      at: new Date(),
      actor_kind: actor.kind,
      actor_id: actor.id,
      why: JSON.stringify(why) as unknown as Label,
    })
    .execute();
  if (modelId === null) await tables.deleteFrom("scores").where("prediction", "=", name).execute();
  else await markAllStale(trx, bound.definition);
  await announceScores(trx);
}
