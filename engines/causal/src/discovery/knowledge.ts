type Pair = readonly [string, string];

/** What is known before the data are asked; names of variables throughout. */
export interface KnowledgeInput {
  /** Slices of time, earliest first: nothing in a later one causes anything in an earlier one. */
  readonly tiers?: readonly (readonly string[])[] | undefined;
  /** Weather, exchange rates, policy: nothing else causes these. */
  readonly exogenous?: readonly string[] | undefined;
  readonly forbid?: readonly Pair[] | undefined;
  readonly require?: readonly Pair[] | undefined;
  /** Edges a person doubts: they are reported as such and never called sure. */
  readonly doubt?: readonly Pair[] | undefined;
}

/** Knowledge in the numbers of the variables, with everything it implies. */
export interface Knowledge {
  /** Whether `from` may not cause `to`. */
  forbidden(from: number, to: number): boolean;
  required(from: number, to: number): boolean;
  doubted(a: number, b: number): boolean;
  /** Neither may cause the other: no edge, and no test either. */
  apart(a: number, b: number): boolean;
  /** Whether `variable` may stand in a conditioning set of this pair: nothing later than both. */
  mayCondition(variable: number, x: number, y: number): boolean;
}

/** Throws RangeError for unknown names and for knowledge that contradicts itself, which it names. */
export function compileKnowledge(names: readonly string[], input: KnowledgeInput = {}): Knowledge {
  const numberOf = numbering(names);
  const tierOf = tiersOf(input.tiers ?? [], names, numberOf);
  const exogenous = new Set((input.exogenous ?? []).map(numberOf));
  const forbid = relation(names.length, numberOf, input.forbid ?? []);
  const required = relation(names.length, numberOf, input.require ?? []);
  const doubted = relation(names.length, numberOf, input.doubt ?? []);
  const forbidden: Relation = (from, to) =>
    forbid(from, to) || tierOf(from) > tierOf(to) || (exogenous.has(to) && !exogenous.has(from));
  refuseContradiction(names, forbidden, required);
  refuseEarlierEffect(names, tierOf, required);
  const impossible: Relation = (from, to) => forbidden(from, to) || required(to, from);
  return {
    forbidden: impossible,
    required,
    doubted: (a, b) => doubted(a, b) || doubted(b, a),
    apart: (a, b) => impossible(a, b) && impossible(b, a),
    mayCondition: (variable, x, y) =>
      !(tierOf(variable) > tierOf(x) && tierOf(variable) > tierOf(y)),
  };
}

type Relation = (from: number, to: number) => boolean;

function relation(
  size: number,
  numberOf: (name: string) => number,
  pairs: readonly Pair[],
): Relation {
  const matrix = new Uint8Array(size * size);
  for (const [from, to] of pairs) matrix[numberOf(from) * size + numberOf(to)] = 1;
  return (from, to) => matrix[from * size + to] === 1;
}

function numbering(names: readonly string[]): (name: string) => number {
  const numbers = new Map(names.map((name, index) => [name, index]));
  return (name) => {
    const number = numbers.get(name);
    if (number === undefined)
      throw new RangeError(`The knowledge names ${name}, which is no variable of the data`);
    return number;
  };
}

/** The tier of a variable; NaN, which compares as neither earlier nor later, for one in no tier. */
function tiersOf(
  tiers: readonly (readonly string[])[],
  names: readonly string[],
  numberOf: (name: string) => number,
): (variable: number) => number {
  const result = new Float64Array(names.length).fill(Number.NaN);
  for (const [tier, members] of tiers.entries()) {
    for (const name of members) {
      const number = numberOf(name);
      if (!Number.isNaN(result[number]))
        throw new RangeError(`Variable ${name} stands in two tiers`);
      result[number] = tier;
    }
  }
  return (variable) => result[variable] ?? Number.NaN;
}

function refuseContradiction(
  names: readonly string[],
  forbidden: Relation,
  required: Relation,
): void {
  const visit = (node: number, path: readonly number[]): void => {
    const start = path.indexOf(node);
    if (start >= 0) {
      const cycle = [...path.slice(start), node].map((index) => names[index]);
      throw new RangeError(`The knowledge requires a cycle: ${cycle.join(" -> ")}`);
    }
    for (let next = 0; next < names.length; next++) {
      if (!required(node, next)) continue;
      if (forbidden(node, next)) {
        throw new RangeError(
          `The knowledge requires ${names[node]} -> ${names[next]} and also forbids it (by an edge, a tier or an exogenous variable)`,
        );
      }
      visit(next, [...path, node]);
    }
  };
  for (let node = 0; node < names.length; node++) visit(node, []);
}

/** Through variables in no tier, required edges may lead back in time. */
function refuseEarlierEffect(
  names: readonly string[],
  tierOf: (variable: number) => number,
  required: Relation,
): void {
  for (let start = 0; start < names.length; start++) {
    const ways: number[][] = [[start]];
    const seen = new Set([start]);
    for (let way = ways.pop(); way !== undefined; way = ways.pop()) {
      const last = way.at(-1) as number;
      for (let next = 0; next < names.length; next++) {
        if (!required(last, next) || seen.has(next)) continue;
        seen.add(next);
        const path = [...way, next];
        if (tierOf(next) < tierOf(start)) {
          const shown = path.map((index) => names[index]).join(" -> ");
          throw new RangeError(
            `The knowledge requires ${shown}, but puts ${names[next]} in an earlier tier than ${names[start]}`,
          );
        }
        ways.push(path);
      }
    }
  }
}
