import { type Estimand, freeVariables } from "./estimand.ts";

interface Notation {
  probability(of: readonly string[], given: readonly string[]): string;
  sum(over: readonly string[], body: string): string;
  quotient(numerator: string, denominator: string): string;
  readonly times: string;
}

const plain: Notation = {
  probability: (of, given) => `P(${[of.join(", "), given.join(", ")].filter(Boolean).join(" | ")})`,
  sum: (over, body) => `sum_{${over.join(", ")}} ${body}`,
  quotient: (numerator, denominator) => `[${numerator}] / [${denominator}]`,
  times: " ",
};

const escaped = (name: string) => {
  const safe = name.replace(/[\\{}$&#%_^~]/g, (sign) =>
    sign === "\\" ? "\\backslash " : `\\${sign}`,
  );
  return /^[A-Za-z]'*$/.test(name) ? name : `\\text{${safe}}`;
};
const list = (names: readonly string[]) => names.map(escaped).join(", ");

const latex: Notation = {
  probability: (of, given) => `P(${[list(of), list(given)].filter(Boolean).join(" \\mid ")})`,
  sum: (over, body) => `\\sum_{${list(over)}} ${body}`,
  quotient: (numerator, denominator) => `\\frac{${numerator}}{${denominator}}`,
  times: "\\, ",
};

/** How the variables in scope are written: a bound variable whose name is taken gets a prime. */
type Names = ReadonlyMap<string, string>;

function format(estimand: Estimand, notation: Notation, names: Names): string {
  const named = (variables: readonly string[]) => variables.map((name) => names.get(name) ?? name);
  const inner = (part: Estimand) => format(part, notation, names);
  switch (estimand.kind) {
    case "probability":
      return notation.probability(named(estimand.of), named(estimand.given));
    case "product":
      if (estimand.factors.length === 0) return "1";
      return estimand.factors
        .map((factor) => (factor.kind === "sum" ? `(${inner(factor)})` : inner(factor)))
        .join(notation.times);
    case "quotient":
      return notation.quotient(inner(estimand.numerator), inner(estimand.denominator));
    case "sum": {
      const scope = new Map(names);
      const taken = new Set(names.values());
      for (const variable of estimand.over) {
        let written = variable;
        while (taken.has(written)) written += "'";
        taken.add(written);
        scope.set(variable, written);
      }
      return notation.sum(
        estimand.over.map((name) => scope.get(name) ?? name),
        format(estimand.of, notation, scope),
      );
    }
  }
}

const freeNames = (estimand: Estimand): Names =>
  new Map([...freeVariables(estimand)].map((name) => [name, name]));

/** The estimand in plain text: `sum_{z} P(y | x, z) P(z)`; a bound variable that would hide a free one is primed. */
export const estimandText = (estimand: Estimand): string =>
  format(estimand, plain, freeNames(estimand));

/** The estimand in LaTeX. */
export const estimandLatex = (estimand: Estimand): string =>
  format(estimand, latex, freeNames(estimand));
