/** Part of a company that somebody holds, in percent; each pair of holder and company once. */
export interface Holding {
  readonly holder: string;
  readonly company: string;
  readonly share: number;
}

/** Who decides in a company, and through whom. */
export interface Control {
  /** The controller that nobody else controls. */
  readonly head: string;
  /** Of the head and what it controls, the one that holds most of this company. */
  readonly through: string;
  /** Percent that `through` holds. */
  readonly direct: number;
  /** Percent that the head and all it controls hold together. */
  readonly together: number;
}

/**
 * The company control problem: a holder controls a company when it and the companies it controls hold more than `above`
 * percent together (Ceri, Gottlob and Tanca 1990, *Logic Programming and Databases*, §2.4). Shares are taken of 100 or,
 * where more are stated than there can be, of all that is stated, so that nobody controls by a mistake. Answers for each
 * controlled company but heads; where companies control each other in a ring, the first by name is the head.
 * O(holders with a majority somewhere × holdings they reach).
 */
export function controlGroups(
  holdings: readonly Holding[],
  above = 50,
): ReadonlyMap<string, Control> {
  const held = holdingsByHolder(holdings);
  const reached = new Map<string, ReadonlyMap<string, Reached>>();
  for (const [holder, parts] of held) {
    if (parts.some(({ share }) => share > above)) reached.set(holder, reach(held, holder, above));
  }
  const controllers = controllersOf(reached);
  const isHead = (holder: string) =>
    (controllers.get(holder) ?? []).every(
      (other) => holder < other && reached.get(holder)?.has(other),
    );
  const controls = new Map<string, Control>();
  for (const [head, companies] of reached) {
    if (!isHead(head)) continue;
    for (const [company, { through, direct, together }] of companies) {
      const other = controls.get(company);
      if (company === head || (other && other.together >= together)) continue;
      controls.set(company, { head, through, direct, together });
    }
  }
  return controls;
}

/** Of sums of shares; half is not a majority in whatever order it is added up. */
const rounding = 1e-9;

interface Part {
  readonly company: string;
  readonly share: number;
}

interface Reached {
  readonly through: string;
  readonly direct: number;
  readonly together: number;
}

/** In order of names, so that the answer does not hang on the order of the input. */
function holdingsByHolder(holdings: readonly Holding[]): ReadonlyMap<string, readonly Part[]> {
  const stated = new Map<string, number>();
  for (const { company, share } of holdings)
    stated.set(company, (stated.get(company) ?? 0) + share);
  const held = new Map<string, Part[]>();
  for (const { holder, company, share } of [...holdings].sort(byNames)) {
    if (holder === company || share <= 0) continue;
    const whole = Math.max(100, stated.get(company) ?? 0);
    const parts = held.get(holder) ?? [];
    parts.push({ company, share: (share / whole) * 100 });
    held.set(holder, parts);
  }
  return held;
}

function byNames(a: Holding, b: Holding): number {
  if (a.holder !== b.holder) return a.holder < b.holder ? -1 : 1;
  return a.company < b.company ? -1 : a.company > b.company ? 1 : 0;
}

/** Everything that one holder controls: what it controls adds its own holdings until nothing new comes. */
function reach(
  held: ReadonlyMap<string, readonly Part[]>,
  head: string,
  above: number,
): ReadonlyMap<string, Reached> {
  const sums = new Map<string, Reached>();
  const controlled = new Map<string, Reached>();
  const open = [head];
  for (let holder = open.shift(); holder !== undefined; holder = open.shift()) {
    for (const { company, share } of held.get(holder) ?? []) {
      const sum = added(sums.get(company), holder, share);
      sums.set(company, sum);
      const known = controlled.get(company);
      // Who holds most may be found later, but a way must not lead through the company itself.
      if (known) controlled.set(company, { ...known, together: sum.together });
      if (known || sum.together <= above + rounding) continue;
      controlled.set(company, sum);
      if (company !== head) open.push(company);
    }
  }
  return controlled;
}

function added(before: Reached | undefined, holder: string, share: number): Reached {
  const together = (before?.together ?? 0) + share;
  return before !== undefined && before.direct >= share
    ? { ...before, together }
    : { through: holder, direct: share, together };
}

/** Whom each controller is controlled by itself. */
function controllersOf(
  reached: ReadonlyMap<string, ReadonlyMap<string, Reached>>,
): ReadonlyMap<string, readonly string[]> {
  const controllers = new Map<string, string[]>();
  for (const [holder, companies] of reached) {
    for (const company of companies.keys()) {
      if (company === holder || !reached.has(company)) continue;
      const known = controllers.get(company);
      if (known) known.push(holder);
      else controllers.set(company, [holder]);
    }
  }
  return controllers;
}
