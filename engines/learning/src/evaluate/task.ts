import type { LossName } from "../boosting/losses/loss.ts";

/** What is predicted: 0/1, one of some classes by number, or a number. */
export type Task =
  | { readonly kind: "binary" }
  | { readonly kind: "multiclass"; readonly classes: number }
  | { readonly kind: "regression" };

export function lossOfTask(task: Task): LossName {
  if (task.kind === "binary") return { kind: "log-loss" };
  if (task.kind === "multiclass") return { kind: "softmax", classes: task.classes };
  return { kind: "squared" };
}
