import type { ColumnBins } from "./column-bins.ts";
import type { Split } from "./split.ts";
import type { Tree } from "./tree.ts";

/** The arrays of a tree while it grows, with bins beside thresholds so that binned rows can walk it. */
export class TreeBuilder {
  readonly #feature: number[] = [];
  readonly #threshold: number[] = [];
  readonly #categories: (readonly number[] | null)[] = [];
  readonly #missingLeft: (0 | 1)[] = [];
  readonly #left: number[] = [];
  readonly #right: number[] = [];
  readonly #value: number[] = [];
  readonly #cover: number[] = [];
  readonly #gain: number[] = [];

  /** Adds a leaf that `rows` training rows reach; returns its number. */
  addNode(rows: number): number {
    this.#feature.push(-1);
    this.#threshold.push(0);
    this.#categories.push(null);
    this.#missingLeft.push(0);
    this.#left.push(-1);
    this.#right.push(-1);
    this.#value.push(0);
    this.#cover.push(rows);
    this.#gain.push(0);
    return this.#feature.length - 1;
  }

  /** Turns a leaf into a node with two leaves; returns their numbers. */
  split(
    node: number,
    split: Split,
    bins: ColumnBins,
    rows: readonly [number, number],
  ): [number, number] {
    const children: [number, number] = [this.addNode(rows[0]), this.addNode(rows[1])];
    this.#feature[node] = split.feature;
    this.#missingLeft[node] = split.missingLeft ? 1 : 0;
    [this.#left[node], this.#right[node]] = children;
    this.#gain[node] = split.gain / 2;
    if (bins.kind === "numeric") {
      this.#threshold[node] = bins.bounds[split.bin] ?? Number.MAX_VALUE;
    } else {
      this.#categories[node] = (split.categories ?? []).map(
        (bin) => bins.levelOfBin[bin] as number,
      );
    }
    return children;
  }

  setValue(node: number, value: number): void {
    this.#value[node] = value;
  }

  build(): Tree {
    return {
      feature: this.#feature,
      threshold: this.#threshold,
      categories: this.#categories,
      missingLeft: this.#missingLeft,
      left: this.#left,
      right: this.#right,
      value: this.#value,
      cover: this.#cover,
      gain: this.#gain,
    };
  }
}
