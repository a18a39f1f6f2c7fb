import type { Field } from "../columns/field.ts";
import { missing } from "../comparators/comparator.ts";
import { type JudgedPairs, judgedOf } from "./equal-values.ts";
import { type LinkModel, normalised } from "./link-model.ts";

/** The shares without the condition count as so many pairs. */
const pseudoPairs = 10;
const fewestPairs = 50;
/** By how many bits a field must be better known from the other to depend on it. */
const leastBits = 0.7;

/**
 * Finds fields in which strangers agree because they agree in another: of one town the postal codes begin alike, of one firm
 * the telephones. There u is that among strangers who share the other's value. Each field depends on one coarser field at most,
 * so that the dependences are a forest (Chow & Liu 1968; as classifier Friedman, Geiger & Goldszmidt 1997); what it costs in
 * linkage to take them for independent: Thibaudeau 1993.
 */
export function learnDependence(
  model: LinkModel,
  fields: readonly Field[],
  judged: readonly JudgedPairs[],
): LinkModel {
  const chance = model.fields.map(({ u }) => u.at(-1) ?? 1);
  const pairsOf = fields.map((field) => judgedOf(field, judged));
  const learned = model.fields.map((own, place) => {
    const coarser = pairsOf.flatMap((pairs, other) => {
      if (pairs === undefined || (chance[other] ?? 0) <= (chance[place] ?? 1)) return [];
      const u = amongStrangers(fields[other], place, pairs, own.u);
      return u === undefined ? [] : [{ field: other, u, bits: divergence(u, own.u) }];
    });
    const [most] = coarser.toSorted((a, b) => b.bits - a.bits);
    if (most === undefined || most.bits <= leastBits) return own;
    return { ...own, beside: { field: most.field, u: most.u } };
  });
  return { ...model, fields: learned };
}

/** The levels of a field among strangers that share a value of the other; undefined where too few were seen. */
function amongStrangers(
  other: Field | undefined,
  place: number,
  { pairs, posterior, data }: JudgedPairs,
  u: Float64Array,
): Float64Array | undefined {
  const counts = u.map((share) => share * pseudoPairs);
  let seen = 0;
  for (let pair = 0; pair < posterior.length; pair++) {
    if (other?.ids[pairs[2 * pair] ?? 0] !== other?.ids[pairs[2 * pair + 1] ?? 0]) continue;
    const level = data.values[place * data.size + pair] ?? missing;
    if (level === missing) continue;
    const stranger = 1 - (posterior[pair] ?? 0);
    counts[level] = (counts[level] ?? 0) + stranger;
    seen += stranger;
  }
  return seen < fewestPairs ? undefined : normalised(counts);
}

function divergence(of: Float64Array, from: Float64Array): number {
  return of.reduce(
    (sum, share, level) => (share > 0 ? sum + share * Math.log2(share / (from[level] ?? 1)) : sum),
    0,
  );
}
