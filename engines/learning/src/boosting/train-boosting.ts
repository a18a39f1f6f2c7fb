import type { Random } from "@causeway/kernel";
import { alignDataset, columnShape } from "../dataset/align-dataset.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { selectRows } from "../dataset/select-rows.ts";
import { shuffled } from "../folds/folds.ts";
import { binDatasets } from "./binned-matrix.ts";
import type { BoostedModel } from "./boosted-model.ts";
import { learnColumnBins } from "./column-bins.ts";
import { type GrownTree, TreeGrower } from "./grow-tree.ts";
import { createLoss } from "./losses/create-loss.ts";
import type { Loss, LossName } from "./losses/loss.ts";
import type { Tree } from "./tree.ts";

export interface BoostingOptions {
  readonly loss: LossName;
  readonly random: Random;
  /** Default 100. */
  readonly rounds?: number;
  /** Default 0.1. */
  readonly learningRate?: number;
  /** Most leaves of a tree; default 31. */
  readonly leaves?: number;
  /** Default: no bound. */
  readonly maxDepth?: number;
  /** Rows that a leaf keeps at least, counted by their share of its parent's curvature; default 20. */
  readonly minRowsInLeaf?: number;
  /** Default 0.001. */
  readonly minCurvatureInLeaf?: number;
  readonly l1?: number;
  readonly l2?: number;
  /** A split must save more than this; default 0. */
  readonly minGain?: number;
  /** Share of rows drawn without replacement for each round; default 1. */
  readonly rowShare?: number;
  /** Share of columns drawn for each tree; default 1. */
  readonly columnShare?: number;
  /** At most 255, missing included; default 255. */
  readonly maxBins?: number;
  /** By column name: 1, the prediction may only rise with the value; −1, only fall. */
  readonly monotone?: Readonly<Record<string, 1 | -1>>;
  /** One per row; default 1. */
  readonly weights?: Float64Array;
  /** Rows kept apart that say when to stop. */
  readonly validation?: Validation;
  /** Stop when the validation loss has not fallen for so many rounds; default 30. */
  readonly patience?: number;
  /** Called after each round; false ends the training there. */
  readonly onRound?: (round: number) => boolean;
}

export interface Validation {
  readonly dataset: Dataset;
  readonly target: Float64Array;
  readonly weights?: Float64Array;
}

/** Bins are cut from so many rows: enough for 254 of like mass, and sorting more would be felt. */
const binSample = 50_000;

/**
 * Gradient boosting of histogram trees. `target`: 0/1 for log-loss, class numbers for softmax, numbers else; no NaN.
 * Deterministic by `random`. With `validation` the model keeps the rounds up to the lowest validation loss.
 * Sources: Friedman, Annals of Statistics 29 (2001) and Computational Statistics & Data Analysis 38 (2002, row sampling);
 * Chen & Guestrin, KDD 2016; Ke et al., NeurIPS 2017.
 */
export function trainBoosting(
  dataset: Dataset,
  target: Float64Array,
  options: BoostingOptions,
): BoostedModel {
  if (target.length !== dataset.rows) throw new RangeError("One target value per row is needed");
  if (target.some(Number.isNaN)) throw new RangeError("A target value is missing");
  const training = startTraining(dataset, target, options);
  const { rounds = 100, patience = 30 } = options;
  let best = { loss: Number.POSITIVE_INFINITY, round: 0 };
  for (let round = 1; round <= rounds; round++) {
    const grew = boostRound(training);
    const loss = training.validation === undefined ? 0 : validationLoss(training);
    if (training.validation === undefined || loss < best.loss) best = { loss, round };
    if (!grew || round - best.round >= patience) break;
    if (options.onRound?.(round) === false) break;
  }
  return {
    kind: "boosting",
    loss: options.loss,
    columns: dataset.columns.map(columnShape),
    start: training.start,
    trees: training.trees.slice(0, best.round * training.loss.outputs),
  };
}

interface Training {
  readonly loss: Loss;
  readonly options: BoostingOptions;
  readonly target: Float64Array;
  readonly weights: Float64Array;
  readonly start: readonly number[];
  /** Of the rows, then of the validation's rows. */
  readonly margins: readonly Float64Array[];
  readonly gradients: readonly Float64Array[];
  readonly curvatures: readonly Float64Array[];
  readonly grower: TreeGrower;
  readonly columnCount: number;
  /** 0, 1, 2 …: copied for every tree, which is faster than counting anew. */
  readonly allRows: Int32Array;
  readonly trees: Tree[];
  readonly validation: PreparedValidation | undefined;
}

/** Validation rows lie below the training's in the matrix, and ride along while a tree grows. */
interface PreparedValidation {
  readonly rows: Int32Array;
  readonly margins: readonly Float64Array[];
  readonly target: Float64Array;
  readonly weights: Float64Array;
}

function startTraining(dataset: Dataset, target: Float64Array, options: BoostingOptions): Training {
  const loss = createLoss(options.loss);
  const weights = options.weights ?? new Float64Array(dataset.rows).fill(1);
  const start = loss.start(target, weights);
  const blank = () => start.map(() => new Float64Array(dataset.rows));
  const maxBins = Math.min(255, options.maxBins ?? 255);
  const sample = binningSample(dataset, options.random);
  const bins = sample.columns.map((column) => learnColumnBins(column, maxBins));
  const monotone = Int8Array.from(
    dataset.columns,
    (column) => options.monotone?.[column.name] ?? 0,
  );
  const held = options.validation?.dataset;
  const aligned = held && alignDataset(held, dataset.columns.map(columnShape));
  const parts = aligned === undefined ? [dataset] : [dataset, aligned];
  const rows = dataset.rows + (aligned?.rows ?? 0);
  const margins = start.map((margin) => new Float64Array(rows).fill(margin));
  const grower = new TreeGrower(binDatasets(parts, bins), {
    leaves: options.leaves ?? 31,
    maxDepth: options.maxDepth ?? Number.POSITIVE_INFINITY,
    monotone,
    l1: options.l1 ?? 0,
    l2: options.l2 ?? 0,
    minRows: options.minRowsInLeaf ?? 20,
    minCurvature: options.minCurvatureInLeaf ?? 1e-3,
    minGain: options.minGain ?? 0,
    categoryL2: 10,
    categorySmoothing: 10,
    maxCategories: 32,
  });
  return {
    loss,
    options,
    target,
    weights,
    start,
    margins,
    gradients: blank(),
    curvatures: blank(),
    grower,
    columnCount: dataset.columns.length,
    allRows: new Int32Array(dataset.rows).map((_, row) => row),
    trees: [],
    validation: options.validation && prepareValidation(options.validation, dataset.rows, margins),
  };
}

function binningSample(dataset: Dataset, random: Random): Dataset {
  if (dataset.rows <= binSample) return dataset;
  return selectRows(dataset, shuffled(dataset.rows, random).subarray(0, binSample));
}

function prepareValidation(
  { dataset, target, weights }: Validation,
  start: number,
  margins: readonly Float64Array[],
): PreparedValidation {
  return {
    rows: new Int32Array(dataset.rows).map((_, row) => start + row),
    margins: margins.map((margin) => margin.subarray(start)),
    target,
    weights: weights ?? new Float64Array(dataset.rows).fill(1),
  };
}

/** Adds one tree per output; says whether any of them has a split. */
function boostRound(training: Training): boolean {
  const { loss, margins, target, weights, gradients, curvatures, options } = training;
  loss.derive(margins, target, weights, gradients, curvatures);
  const sample = drawRows(training.allRows, options.rowShare ?? 1, options.random);
  const riders = joined(sample.rest, training.validation?.rows);
  let grew = false;
  margins.forEach((margin, output) => {
    const [gradient, curvature] = [gradients[output], curvatures[output]];
    if (gradient === undefined || curvature === undefined) return;
    const columns = drawColumns(training.columnCount, options.columnShare ?? 1, options.random);
    const grown = training.grower.grow(
      sample.chosen.slice(),
      riders.slice(),
      gradient,
      curvature,
      columns,
    );
    settleLeaves(training, grown, margin);
    grew ||= grown.leaves.length > 1;
    training.trees.push(grown.builder.build());
  });
  return grew;
}

/** Shrinks the leaves' values (after the loss had its say) and adds them to the margins of their rows. */
function settleLeaves(training: Training, grown: GrownTree, margin: Float64Array): void {
  const rate = training.options.learningRate ?? 0.1;
  for (const leaf of grown.leaves) {
    const rows = grown.rows.subarray(leaf.start, leaf.end);
    const value = rate * leafValueOf(training, rows, margin, leaf.value);
    grown.builder.setValue(leaf.node, value);
    addTo(margin, rows, value);
    addTo(margin, grown.riders.subarray(leaf.riders.start, leaf.riders.end), value);
  }
}

function addTo(margin: Float64Array, rows: Int32Array, value: number): void {
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number;
    margin[row] = (margin[row] as number) + value;
  }
}

function joined(first: Int32Array, second: Int32Array | undefined): Int32Array {
  if (second === undefined) return first;
  const both = new Int32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function leafValueOf(
  training: Training,
  rows: Int32Array,
  margin: Float64Array,
  value: number,
): number {
  const { loss, target, weights } = training;
  if (loss.leafValue === undefined) return value;
  const residuals = Float64Array.from(
    rows,
    (row) => (target[row] as number) - (margin[row] as number),
  );
  return loss.leafValue(
    residuals,
    Float64Array.from(rows, (row) => weights[row] as number),
  );
}

function validationLoss({ loss, validation }: Training): number {
  if (validation === undefined) return Number.NaN;
  return loss.value(validation.margins, validation.target, validation.weights);
}

function drawRows(
  allRows: Int32Array,
  share: number,
  random: Random,
): { chosen: Int32Array; rest: Int32Array } {
  const rows = allRows.length;
  if (share >= 1) return { chosen: allRows, rest: new Int32Array(0) };
  const wanted = Math.max(1, Math.round(share * rows));
  const chosen = new Int32Array(wanted);
  const rest = new Int32Array(rows - wanted);
  let [kept, left] = [0, 0];
  // Selection sampling (Knuth, TAOCP 3.4.2, algorithm S) keeps the rows in order, which keeps memory access in order.
  for (let row = 0; row < rows; row++) {
    if ((rows - row) * random() < wanted - kept) chosen[kept++] = row;
    else rest[left++] = row;
  }
  return { chosen, rest };
}

function drawColumns(columns: number, share: number, random: Random): Uint8Array {
  const used = new Uint8Array(columns);
  if (share >= 1) return used.fill(1);
  const wanted = Math.max(1, Math.round(share * columns));
  for (const column of shuffled(columns, random).subarray(0, wanted)) used[column] = 1;
  return used;
}
