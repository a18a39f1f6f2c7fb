import { marketParameters } from "../parameters.ts";
import type { Company, Person } from "../population/company.ts";
import type { World } from "../world.ts";
import type { LeadDrivers, LeadSource } from "./lead.ts";

/** Everything that decides whether a lead is won. */
export interface LeadCauses {
  readonly company: Company;
  readonly person: Person;
  readonly source: LeadSource;
  readonly createdDay: number;
  readonly interest: number;
  readonly hiddenBudget: number;
  readonly drivers: LeadDrivers;
}

/** Share by which the package's effect has faded after so many hours. */
export function packageStrength(hours: number): number {
  return Math.exp(-hours / marketParameters.leads.packageDecayHours);
}

/** What sales did, in log odds before scaling. */
function salesEffect(drivers: LeadDrivers): number {
  const { weights } = marketParameters.leads;
  return (
    (drivers.packageSent ? weights.package * packageStrength(drivers.packageHours) : 0) +
    weights.response * (Math.log(drivers.responseHours) - 1.6) +
    (drivers.sampleCut ? weights.sampleCut : 0)
  );
}

/** How the lead behaved, in log odds before scaling. */
function behaviourEffect(world: World, causes: LeadCauses): number {
  const { weights } = marketParameters.leads;
  const { drivers } = causes;
  const pricing = Math.log1p(drivers.pricingViews) - 0.6;
  const views =
    world.kind === "nonlinear"
      ? // Too many visits are a competitor's or a student's, and a boss need not visit at all.
        1.3 *
        (drivers.pricingViews >= 2 && drivers.pricingViews <= 6 ? 1 : -0.6) *
        (causes.person.rank === "executive" ? 0.3 : 1.2)
      : weights.pricing * pricing;
  return (
    views +
    weights.comparison * Math.log1p(drivers.comparisonViews) +
    weights.certification * Math.log1p(drivers.certificationViews) +
    weights.replies * Math.log1p(drivers.replies) +
    (drivers.scanned ? weights.scan : 0) +
    (drivers.careersViews > 0 ? weights.careers : 0)
  );
}

/** Who the lead is, in log odds before scaling. */
function fitEffect(world: World, causes: LeadCauses): number {
  const { weights, rank, industry, source } = marketParameters.leads;
  const size = causes.company.sizeScore;
  const sizeEffect =
    world.kind === "nonlinear" ? 0.7 * (Math.abs(size) < 0.8 ? 1 : -1) : weights.size * size;
  return (
    rank[causes.person.rank] +
    (industry[causes.company.industry] ?? 0) +
    source[causes.source] +
    sizeEffect +
    (causes.drivers.tender ? weights.tender : 0) +
    (causes.drivers.hiring ? weights.hiring : 0)
  );
}

/** Log odds of winning within 90 days: the structural equation of a lead's outcome. */
export function winLogit(world: World, causes: LeadCauses): number {
  const p = marketParameters.leads;
  const drift =
    world.kind === "drift" ? (marketParameters.driftShare * causes.createdDay) / (36 * 30.4) : 0;
  const hidden = world.kind === "hidden-cause" ? p.weights.hiddenBudget * causes.hiddenBudget : 0;
  return (
    p.scale *
    (p.intercept +
      (1 - drift) * behaviourEffect(world, causes) +
      (1 + drift) * fitEffect(world, causes) +
      salesEffect(causes.drivers) +
      p.weights.interest * causes.interest +
      hidden)
  );
}
