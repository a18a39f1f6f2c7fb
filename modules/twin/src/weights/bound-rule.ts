import type { CheckedSequence } from "@causeway/engine-conditions";

/** A rule of live weights, its conditions bound to what a touchpoint has. */
export interface BoundRule {
  readonly id: string;
  readonly tag: string;
  readonly name: string;
  readonly delta: number;
  readonly halfLifeDays: number;
  readonly threshold: number | null;
  readonly sequence: CheckedSequence;
}
