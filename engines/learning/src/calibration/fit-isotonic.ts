import { sortedOrder } from "../metrics/sorted-order.ts";

/** p ↦ linear interpolation between (inputs[i], outputs[i]); both ascend. */
export interface IsotonicCalibration {
  readonly kind: "isotonic";
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

interface Block {
  sum: number;
  weight: number;
  first: number;
  last: number;
}

/**
 * Isotonic regression of the outcome on the probability by pooling adjacent violators.
 * Sources: Ayer et al., Annals of Mathematical Statistics 26 (1955); Zadrozny & Elkan, KDD 2002.
 * `probabilities` must be out of sample.
 */
export function fitIsotonic(
  probabilities: Float64Array,
  target: Float64Array,
): IsotonicCalibration {
  const blocks: Block[] = [];
  for (const row of sortedOrder(probabilities)) {
    const input = probabilities[row] as number;
    const previous = blocks.at(-1);
    // Equal inputs must share one output, so they start as one block.
    if (previous !== undefined && previous.last === input && previous.first === input) {
      previous.sum += target[row] as number;
      previous.weight++;
    } else {
      pool(blocks);
      blocks.push({ sum: target[row] as number, weight: 1, first: input, last: input });
    }
  }
  pool(blocks);
  const inputs: number[] = [];
  const outputs: number[] = [];
  for (const block of blocks) {
    const output = block.sum / block.weight;
    inputs.push(block.first);
    outputs.push(output);
    if (block.last > block.first) {
      inputs.push(block.last);
      outputs.push(output);
    }
  }
  return { kind: "isotonic", inputs, outputs };
}

function pool(blocks: Block[]): void {
  for (;;) {
    const [before, last] = [blocks.at(-2), blocks.at(-1)];
    if (before === undefined || last === undefined) return;
    if (before.sum / before.weight < last.sum / last.weight) return;
    before.sum += last.sum;
    before.weight += last.weight;
    before.last = last.last;
    blocks.pop();
  }
}
