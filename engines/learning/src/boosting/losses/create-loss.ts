import { assertNever } from "@causeway/kernel";
import { logLossObjective } from "./log-loss.ts";
import type { Loss, LossName } from "./loss.ts";
import { quantileObjective } from "./quantile.ts";
import { softmaxObjective } from "./softmax.ts";
import { squaredObjective } from "./squared.ts";

/** The loss of a name. */
export function createLoss(name: LossName): Loss {
  switch (name.kind) {
    case "log-loss":
      return logLossObjective;
    case "squared":
      return squaredObjective;
    case "quantile":
      return quantileObjective(name.quantile);
    case "softmax":
      return softmaxObjective(name.classes);
    default:
      return assertNever(name);
  }
}
