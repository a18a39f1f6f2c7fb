/** P(of | given) of the observed data. */
export interface Probability {
  readonly kind: "probability";
  readonly of: readonly string[];
  readonly given: readonly string[];
}

/** What to compute from observed data to answer a causal question: an expression over observed probabilities. */
export type Estimand =
  | Probability
  | { readonly kind: "product"; readonly factors: readonly Estimand[] }
  | { readonly kind: "quotient"; readonly numerator: Estimand; readonly denominator: Estimand }
  | { readonly kind: "sum"; readonly over: readonly string[]; readonly of: Estimand };

const one: Estimand = { kind: "product", factors: [] };

export function probability(of: readonly string[], given: readonly string[] = []): Estimand {
  return of.length === 0 ? one : { kind: "probability", of, given };
}

/** A product, flattened: factors that are products are opened, a single factor stands alone. */
export function product(factors: readonly Estimand[]): Estimand {
  const flat = factors.flatMap((factor) => (factor.kind === "product" ? factor.factors : [factor]));
  const [only] = flat;
  return flat.length === 1 && only ? only : { kind: "product", factors: flat };
}

export function quotient(numerator: Estimand, denominator: Estimand): Estimand {
  if (denominator.kind === "product" && denominator.factors.length === 0) return numerator;
  return { kind: "quotient", numerator, denominator };
}

/** Variables whose values the expression depends on. */
export function freeVariables(estimand: Estimand): ReadonlySet<string> {
  switch (estimand.kind) {
    case "probability":
      return new Set([...estimand.of, ...estimand.given]);
    case "product":
      return new Set(estimand.factors.flatMap((factor) => [...freeVariables(factor)]));
    case "quotient":
      return new Set([
        ...freeVariables(estimand.numerator),
        ...freeVariables(estimand.denominator),
      ]);
    case "sum": {
      const free = new Set(freeVariables(estimand.of));
      for (const variable of estimand.over) free.delete(variable);
      return free;
    }
  }
}

/**
 * A sum over variables, simplified: a variable that only one probability speaks about, before the bar,
 * sums to one and leaves; a sum over nothing is its body.
 */
export function sum(over: readonly string[], of: Estimand): Estimand {
  let body = of.kind === "sum" ? of.of : of;
  let rest = of.kind === "sum" ? [...over, ...of.over] : [...over];
  for (let changed = true; changed; ) {
    changed = false;
    for (const variable of rest) {
      const smaller = summedOut(body, variable);
      if (!smaller) continue;
      body = smaller;
      rest = rest.filter((other) => other !== variable);
      changed = true;
    }
  }
  return rest.length === 0 ? body : { kind: "sum", over: rest, of: body };
}

function summedOut(body: Estimand, variable: string): Estimand | undefined {
  const factors = body.kind === "product" ? body.factors : [body];
  const speaking = factors.filter((factor) => freeVariables(factor).has(variable));
  const [only] = speaking;
  if (speaking.length !== 1 || only?.kind !== "probability" || !only.of.includes(variable))
    return undefined;
  const left = probability(
    only.of.filter((name) => name !== variable),
    only.given,
  );
  return product(factors.map((factor) => (factor === only ? left : factor)));
}

/** All variables an expression speaks of, summed over or not. */
export function variablesIn(estimand: Estimand): readonly string[] {
  const visit = (tree: Estimand): readonly string[] => {
    switch (tree.kind) {
      case "probability":
        return [...tree.of, ...tree.given];
      case "product":
        return tree.factors.flatMap(visit);
      case "quotient":
        return [...visit(tree.numerator), ...visit(tree.denominator)];
      case "sum":
        return visit(tree.of);
    }
  };
  return [...new Set(visit(estimand))];
}
