import type { Random } from "@causeway/kernel";
import type { ScoredPairs } from "../cluster/scored-pairs.ts";
import type { Field } from "../columns/field.ts";
import { missing } from "../comparators/comparator.ts";
import { comparePairs } from "./compare-pairs.ts";
import { probabilityOf } from "./estimate-prior.ts";
import { type LinkModel, normalised } from "./link-model.ts";

const mostPairs = 30_000;
/** What was learned within the rules counts as so many pairs. */
const pseudoPairs = 20;
const fewestMatches = 50;
/** Pairs less likely than this are left out; there are many of them and they are worth nothing. */
const leastProbable = 0.02;

/**
 * How fields agree among all likely pairs, each counted by its probability: one more step of expectation and maximisation
 * over what all blocking rules found together. Within one rule only such matches are seen as have no error in its own
 * columns, and if a record has few errors, they are then all in the others.
 */
export function refitMatches(
  fields: readonly Field[],
  model: LinkModel,
  { size, left, right, weight }: ScoredPairs,
  random: Random,
): LinkModel {
  const probability = weight.map((bits) => probabilityOf(bits, model.prior));
  let [likely, matches] = [0, 0];
  for (const own of probability) {
    if (own < leastProbable) continue;
    likely++;
    matches += own;
  }
  if (matches < fewestMatches) return model;
  const chance = mostPairs / likely;
  const pairs: number[] = [];
  const counted: number[] = [];
  for (let place = 0; place < size; place++) {
    const own = probability[place] ?? 0;
    if (own < leastProbable || (chance < 1 && random() >= chance)) continue;
    pairs.push(left[place] ?? 0, right[place] ?? 0);
    counted.push(own);
  }
  const data = comparePairs(fields, Int32Array.from(pairs));
  const refitted = model.fields.map((own, at) => {
    const m = own.m.map((share) => share * pseudoPairs);
    for (const [pair, share] of counted.entries()) {
      const level = data.values[at * data.size + pair] ?? missing;
      if (level !== missing) m[level] = (m[level] ?? 0) + share;
    }
    return { ...own, m: normalised(m) };
  });
  return { ...model, fields: refitted };
}
