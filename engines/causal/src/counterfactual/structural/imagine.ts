import type { Mechanism } from "./equation.ts";
import type { StructuralModel } from "./structural-model.ts";

/** A value known for sure, or an expectation with what it may be at least and at most. */
export interface Imagined {
  readonly expected: number;
  readonly least: number;
  readonly most: number;
}

/** What one case was, by node; NaN where unknown. */
export type Evidence = ReadonlyMap<string, number>;

export interface ImaginedCase extends Imagined {
  /** Each node on the way as it would be: a number, or the chances of its levels. */
  readonly path: ReadonlyMap<string, number | Float64Array>;
}

/** Histories of unknown values are weighed one by one up to so many. */
const mostHistories = 243;
const noisePoints = 9;

/**
 * Abduction, action, prediction for one case (Pearl 2009, theorem 7.1.7) through all equations on the way: the noise of each
 * number and time is what its equation leaves over and is kept; a level that was seen leaves its noise open, so that what it
 * would be is bounded for each setting of its causes (Tian & Pearl 2000, section 4.2) and expected to change as seldom as the
 * chances allow. What was not seen is weighed by what was. `outcomeValue` turns the last node's value into the number asked for.
 */
export function imagine(
  model: StructuralModel,
  mechanisms: ReadonlyMap<string, Mechanism>,
  evidence: Evidence,
  setting: number,
  outcomeValue: (value: number) => number,
): ImaginedCase {
  const histories = completions(model, mechanisms, evidence);
  const total = histories.reduce((sum, { weight }) => sum + weight, 0);
  let [expected, least, most] = [0, 0, 0];
  const path = new Map<string, number | Float64Array>();
  for (const { weight, seen } of histories) {
    const share = total > 0 ? weight / total : 1 / histories.length;
    const walk: Walk = { model, mechanisms, seen, setting, outcomeValue, path, share };
    const part = follow(walk, 0, new Map([[model.set.name, setting]]), 1);
    expected += share * part.expected;
    least += share * part.least;
    most += share * part.most;
  }
  return { expected, least, most, path };
}

interface Walk {
  readonly model: StructuralModel;
  readonly mechanisms: ReadonlyMap<string, Mechanism>;
  readonly seen: Evidence;
  readonly setting: number;
  readonly outcomeValue: (value: number) => number;
  readonly path: Map<string, number | Float64Array>;
  readonly share: number;
}

/** The rest of the way from the equation at `place`, where `now` holds what is already imagined and has this `chance`. */
function follow(
  walk: Walk,
  place: number,
  now: ReadonlyMap<string, number>,
  chance: number,
): Imagined {
  const equation = walk.model.equations[place];
  if (!equation) {
    const last = walk.model.equations.at(-1);
    const value = walk.outcomeValue(now.get(last?.node ?? walk.model.set.name) ?? Number.NaN);
    return { expected: value, least: value, most: value };
  }
  const { node, causes, moved } = equation;
  const mechanism = walk.mechanisms.get(node) as Mechanism;
  const was = causes.map((cause) => walk.seen.get(cause) ?? Number.NaN);
  const would = causes.map((cause, at) =>
    at < moved ? (now.get(cause) ?? Number.NaN) : (was[at] as number),
  );
  const seen = walk.seen.get(node) ?? Number.NaN;
  const known = !Number.isNaN(seen);
  const on = (value: number, share: number) =>
    follow(walk, place + 1, new Map(now).set(node, value), chance * share);
  if (known && would.every((value, at) => Object.is(value, was[at]))) {
    note(walk, node, equation.levels?.length, seen, chance);
    return on(seen, 1);
  }
  if (mechanism.kind !== "category") {
    if (!known) return unseenNumber(walk, node, mechanism, would, chance, on);
    const value = moveNumber(mechanism, seen, was, would);
    note(walk, node, undefined, value, chance);
    return on(value, 1);
  }
  const next = mechanism.chances(would);
  const first = known ? mechanism.chances(was) : next;
  const row = known ? couplings(seen, first, next) : { expected: next, least: next, most: next };
  for (const [level, share] of row.expected.entries())
    note(walk, node, next.length, level, chance * share);
  const parts = Array.from(next, (_, level) =>
    (row.most[level] as number) > 0 ? on(level, row.expected[level] as number) : undefined,
  );
  const sum = (each: (part: Imagined) => number, shares: ArrayLike<number>) =>
    parts.reduce(
      (all, part, level) => all + (part ? each(part) * (shares[level] as number) : 0),
      0,
    );
  const extreme = (each: (part: Imagined) => number, sign: 1 | -1) =>
    sum(
      each,
      furthest(
        row,
        parts.map((part) => (part ? sign * each(part) : 0)),
      ),
    );
  return {
    expected: sum((part) => part.expected, row.expected),
    least: known ? extreme((part) => part.least, -1) : sum((part) => part.least, next),
    most: known ? extreme((part) => part.most, 1) : sum((part) => part.most, next),
  };
}

type Measured = Extract<Mechanism, { readonly kind: "number" | "time" }>;

function moveNumber(
  mechanism: Measured,
  seen: number,
  was: readonly number[],
  would: readonly number[],
): number {
  const [before, width] = mechanism.place(was);
  const [after, wider] = mechanism.place(would);
  const isTime = mechanism.kind === "time";
  const noise = ((isTime ? Math.log(seen) : seen) - before) / width;
  const value = after + noise * wider;
  return isTime ? Math.exp(value) : value;
}

/** Only the outcome comes here: what else was not seen is part of the history. */
function unseenNumber(
  walk: Walk,
  node: string,
  mechanism: Measured,
  would: readonly number[],
  chance: number,
  on: (value: number, share: number) => Imagined,
): Imagined {
  const [after, width] = mechanism.place(would);
  const parts = quantiles(mechanism.noise(), noisePoints).map((noise) => {
    const value = after + width * noise;
    return on(mechanism.kind === "time" ? Math.exp(value) : value, 1 / noisePoints);
  });
  const mean = (each: (part: Imagined) => number) =>
    parts.reduce((sum, part) => sum + each(part), 0) / parts.length;
  const expected = mean((part) => part.expected);
  note(walk, node, undefined, expected, chance);
  return { expected, least: mean((part) => part.least), most: mean((part) => part.most) };
}

interface Couplings {
  readonly expected: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
}

/** What a seen level may become, where its chances `first` become `next`. */
function couplings(seen: number, first: Float64Array, next: Float64Array): Couplings {
  const own = Math.max(first[seen] ?? 0, 1e-3);
  const gains = next.map((chance, level) => Math.max(0, chance - (first[level] as number)));
  const gained = gains.reduce((sum, gain) => sum + gain, 0);
  const stays = Math.min(1, (next[seen] ?? 0) / own);
  return {
    expected: gains.map((gain, level) => {
      const moves = gained > 0 ? ((1 - stays) * gain) / gained : 0;
      return level === seen ? (gained > 0 ? stays : 1) : moves;
    }),
    least: next.map((chance) => Math.max(0, (own + chance - 1) / own)),
    most: next.map((chance) => Math.min(1, chance / own)),
  };
}

/** The shares within their bounds under which the sum with these worths is largest. */
function furthest({ least, most }: Couplings, worths: readonly number[]): Float64Array {
  const shares = least.slice();
  let open = 1 - shares.reduce((sum, share) => sum + share, 0);
  const order = [...worths.keys()].sort((a, b) => (worths[b] as number) - (worths[a] as number));
  for (const level of order) {
    const more = Math.min(Math.max(open, 0), (most[level] as number) - (shares[level] as number));
    shares[level] = (shares[level] as number) + more;
    open -= more;
  }
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

function note(
  { path, share }: Walk,
  node: string,
  levels: number | undefined,
  value: number,
  chance: number,
): void {
  if (levels === undefined) {
    const before = path.get(node);
    path.set(node, (typeof before === "number" ? before : 0) + share * chance * value);
    return;
  }
  const before = path.get(node);
  const chances = before instanceof Float64Array ? before : new Float64Array(levels);
  chances[value] = (chances[value] as number) + share * chance;
  path.set(node, chances);
}

interface History {
  readonly weight: number;
  readonly seen: Evidence;
}

/** Values for what was not seen on the way (but the last node), weighed by how well they explain what was. */
function completions(
  model: StructuralModel,
  mechanisms: ReadonlyMap<string, Mechanism>,
  evidence: Evidence,
): readonly History[] {
  let histories: History[] = [{ weight: 1, seen: evidence }];
  const hasGap = model.equations
    .slice(0, -1)
    .some(({ node }) => Number.isNaN(evidence.get(node) ?? Number.NaN));
  if (!hasGap) return histories;
  for (const [place, equation] of model.equations.entries()) {
    const { node, causes } = equation;
    const mechanism = mechanisms.get(node) as Mechanism;
    const seen = evidence.get(node) ?? Number.NaN;
    const isLast = place === model.equations.length - 1;
    if (Number.isNaN(seen) && isLast) continue;
    histories = histories.flatMap(({ weight, seen: before }) => {
      const given = causes.map((cause) => before.get(cause) ?? Number.NaN);
      if (!Number.isNaN(seen))
        return [{ weight: weight * likelihood(mechanism, seen, given), seen: before }];
      return guesses(mechanism, given, histories.length).map(([value, chance]) => ({
        weight: weight * chance,
        seen: new Map(before).set(node, value),
      }));
    });
  }
  return histories;
}

function likelihood(mechanism: Mechanism, seen: number, given: readonly number[]): number {
  if (mechanism.kind === "category") return mechanism.chances(given)[seen] ?? 0;
  const [place, width] = mechanism.place(given);
  const noise = ((mechanism.kind === "time" ? Math.log(seen) : seen) - place) / width;
  return Math.exp(-0.5 * noise * noise) / width;
}

function guesses(
  mechanism: Mechanism,
  given: readonly number[],
  histories: number,
): readonly (readonly [number, number])[] {
  if (mechanism.kind === "category")
    return Array.from(mechanism.chances(given), (chance, level) => [level, chance] as const);
  const [place, width] = mechanism.place(given);
  const points = Math.min(noisePoints, Math.max(1, Math.floor(mostHistories / histories)));
  return quantiles(mechanism.noise(), points).map((noise) => {
    const value = place + width * noise;
    return [mechanism.kind === "time" ? Math.exp(value) : value, 1 / points] as const;
  });
}

/** The middles of as many equal shares. */
function quantiles(noise: Float64Array, points: number): readonly number[] {
  const sorted = noise.slice().sort();
  return Array.from(
    { length: points },
    (_, point) => sorted[Math.floor(((point + 0.5) / points) * sorted.length)] as number,
  );
}
