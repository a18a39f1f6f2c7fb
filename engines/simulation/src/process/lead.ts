import { noiseStream } from "../noise.ts";
import { marketParameters } from "../parameters.ts";
import type { Company, Person } from "../population/company.ts";
import { pickShare } from "../population/pick.ts";
import type { World } from "../world.ts";
import type { CompanySignal } from "./outside-signals.ts";
import { hasRecent } from "./outside-signals.ts";
import { winLogit } from "./win-logit.ts";

const TRAIT = noiseStream("lead trait");
const INTEREST = noiseStream("lead interest");
const VIEWS = noiseStream("lead views");
const TREATMENT = noiseStream("lead treatment");
const RESPONSE = noiseStream("lead response");
const CLOSE = noiseStream("lead close");
const OUTCOME = noiseStream("lead outcome");
const AMOUNT = noiseStream("lead amount");

export const leadSources = [
  "website",
  "exhibition",
  "call",
  "referral",
  "advertising",
  "wechat",
] as const;
export type LeadSource = (typeof leadSources)[number];

/** What can be observed of a lead within 72 hours of its first contact: behaviour of the 30 days before, and what sales did. */
export interface LeadDrivers {
  readonly pricingViews: number;
  readonly comparisonViews: number;
  readonly certificationViews: number;
  readonly documentViews: number;
  readonly careersViews: number;
  readonly replies: number;
  readonly scanned: boolean;
  readonly tender: boolean;
  readonly hiring: boolean;
  /** Three or more views of pricing and comparison pages. */
  readonly highIntent: boolean;
  readonly packageSent: boolean;
  /** Hours from the lead to the package; meaningful when it was sent. */
  readonly packageHours: number;
  readonly responseHours: number;
  readonly sampleCut: boolean;
}

/** A lead with its true probability. `closeDay` and `outcome` lie in the future of an open lead. */
export interface Lead {
  readonly index: number;
  readonly company: number;
  readonly person: number;
  readonly source: LeadSource;
  /** Days since the start, with the hour of the day as its fraction. */
  readonly createdDay: number;
  readonly drivers: LeadDrivers;
  /** Latent interest, standard normal; nobody observes it. */
  readonly interest: number;
  /** Unrecorded budget, standard normal; drives anything in a market with a hidden cause only. */
  readonly hiddenBudget: number;
  /** True probability of winning within 90 days, given everything up to 72 hours after the lead. */
  readonly probability: number;
  readonly closeDay: number;
  readonly won: boolean;
  readonly machine: number;
  readonly amount: number;
  /** What the company was when the lead came. */
  readonly relation: Relation;
}

export type Relation = "customer" | "prospect" | "lost";

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

interface Draft {
  readonly company: Company;
  readonly person: Person;
  readonly source: LeadSource;
  readonly createdDay: number;
  readonly key: number;
  readonly interest: number;
  readonly hiddenBudget: number;
}

function leadDrivers(world: World, draft: Draft, signals: readonly CompanySignal[]): LeadDrivers {
  const { key, company, interest, createdDay } = draft;
  const { noise } = world;
  const unit = { day: createdDay, region: company.region, company: company.index, lead: key };
  const count = (rate: number, item: number): number =>
    Math.min(12, noise.poisson(rate, VIEWS, key, item, createdDay));
  const pricingViews = world.decide(
    "pricingViews",
    unit,
    count(Math.exp(-0.1 + 0.6 * interest), 0),
  );
  const comparisonViews = count(Math.exp(-0.7 + 0.5 * interest), 1);
  const highIntent = pricingViews + comparisonViews >= 3;
  const chance = (logit: number, item: number): number =>
    noise.uniform(TREATMENT, key, item, createdDay) < sigmoid(logit) ? 1 : 0;
  const decided = { ...unit, highIntent };
  const hidden = world.kind === "hidden-cause" ? draft.hiddenBudget : 0;
  const east = company.region === 0 ? 0.5 : 0;
  const naturalHours = 4 + 160 * noise.uniform(TREATMENT, key, 10, createdDay);
  const season =
    marketParameters.season[
      world.calendar.seasonMonth(world.calendar.monthOf(Math.floor(createdDay)))
    ] ?? 1;
  const naturalResponse = Math.exp(
    1.6 + 0.8 * noise.normal(RESPONSE, key, 0, createdDay) + 1.5 * (season - 1),
  );
  return {
    pricingViews,
    comparisonViews,
    highIntent,
    certificationViews: count(
      Math.exp(-0.8 + 0.3 * interest + (company.industry >= 4 ? 0.6 : 0)),
      2,
    ),
    documentViews: count(1.8, 3),
    careersViews: noise.uniform(VIEWS, key, 4, createdDay) < 0.12 ? count(1, 5) + 1 : 0,
    replies: count(Math.exp(-0.9 + 0.6 * interest), 6),
    scanned: draft.source === "exhibition" || noise.uniform(VIEWS, key, 7, createdDay) < 0.08,
    tender: hasRecent(signals, "tender", createdDay, marketParameters.leads.tenderDays),
    hiring: hasRecent(signals, "job-posting", createdDay, 90),
    packageSent:
      world.decide(
        "packageSent",
        decided,
        chance(-1 + (highIntent ? 1.4 : 0) + east + 0.9 * hidden, 0),
      ) !== 0,
    packageHours: Math.max(0, world.decide("packageHours", decided, naturalHours)),
    responseHours: Math.max(0.1, world.decide("responseHours", decided, naturalResponse)),
    sampleCut:
      world.decide(
        "sampleCut",
        decided,
        chance(-1.6 + 0.6 * Math.log1p(pricingViews) + 0.4 * company.sizeScore + 0.9 * hidden, 1),
      ) !== 0,
  };
}

/** Week by week a lead may close; the package hurries it. Returns the day, at most 89 days after the lead. */
function closeDayOf(world: World, draft: Draft, drivers: LeadDrivers): number {
  const { first, last, hazard } = marketParameters.leads.closeWeeks;
  const pace = hazard * (drivers.packageSent ? 1.25 : 1);
  for (let week = first; week < last; week++) {
    const start = draft.createdDay + week * 7;
    if (world.noise.uniform(CLOSE, draft.key, week, start) >= pace) continue;
    return start + 6.9 * world.noise.uniform(CLOSE, draft.key, 100 + week, start);
  }
  const start = draft.createdDay + last * 7;
  return start + 4.9 * world.noise.uniform(CLOSE, draft.key, 100 + last, start);
}

function sourceShares(world: World, day: number): readonly number[] {
  // Exhibitions take place in March, April, September and November.
  const exhibitions = [2, 3, 8, 10].includes(
    world.calendar.seasonMonth(world.calendar.monthOf(Math.floor(day))),
  );
  return exhibitions ? [0.28, 0.28, 0.12, 0.12, 0.1, 0.1] : [0.38, 0.04, 0.17, 0.16, 0.13, 0.12];
}

/** Structural equations of one lead; `index` is unique for (company, month) and keys the noise. */
export function simulateLead(
  world: World,
  input: {
    readonly company: Company;
    readonly index: number;
    readonly createdDay: number;
    readonly relation: Relation;
    readonly signals: readonly CompanySignal[];
  },
): Lead {
  const { company, index, createdDay } = input;
  const trait = (item: number): number => world.noise.uniform(TRAIT, index, item, createdDay);
  const person = company.persons[Math.floor(trait(0) * company.persons.length)];
  if (!person) throw new RangeError(`Company ${company.index} has no person`);
  const draft: Draft = {
    company,
    person,
    source: leadSources[pickShare(sourceShares(world, createdDay), trait(1))] ?? "website",
    createdDay,
    key: index,
    interest: world.noise.normal(INTEREST, index, 0, createdDay),
    hiddenBudget: world.noise.normal(INTEREST, index, 1, createdDay),
  };
  const drivers = leadDrivers(world, draft, input.signals);
  const probability = sigmoid(winLogit(world, { ...draft, drivers }));
  const closeDay = closeDayOf(world, draft, drivers);
  const machine = pickShare(
    marketParameters.machines.map((entry) => entry.share),
    trait(2) * 0.999,
  );
  const price = marketParameters.machines[machine] ?? marketParameters.machines[0];
  return {
    index,
    company: company.index,
    person: person.index,
    source: draft.source,
    createdDay,
    drivers,
    interest: draft.interest,
    hiddenBudget: draft.hiddenBudget,
    probability,
    closeDay,
    won: world.noise.uniform(OUTCOME, index, 0, closeDay) < probability,
    machine,
    amount:
      Math.round(
        (price.amount *
          Math.exp(price.deviation * world.noise.normal(AMOUNT, index, 0, createdDay))) /
          100,
      ) * 100,
    relation: input.relation,
  };
}
