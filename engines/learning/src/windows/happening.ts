/** Something that happened to a subject, and the moment from which it could be known. */
export interface Happening {
  /** What it counts as: "page", "topic:pricing", "event:ticket opened", "signal:tender" … */
  readonly keys: readonly string[];
  readonly atMs: number;
  readonly knownMs: number;
  /** What it measured, where it measured something: hours of use, points of a survey. */
  readonly value?: number;
}
