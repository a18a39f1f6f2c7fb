import { expect, it } from "vitest";
import type { Market } from "./market.ts";
import { branchMarket, counterfactual, simulateMarket } from "./market.ts";
import { marketParameters } from "./parameters.ts";
import type { Lead } from "./process/lead.ts";

const request = {
  seed: 5,
  customers: 1500,
  months: 24,
  startMs: Date.UTC(2024, 0, 1),
  locale: "zh",
} as const;
const market = simulateMarket(request);
const leadsOf = (of: Market): Lead[] => of.companies.flatMap((history) => history.leads);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const wonShare = (leads: readonly Lead[]): number => mean(leads.map((lead) => (lead.won ? 1 : 0)));

/** Leads that exist in both worlds: an early win changes whether a company has later ones. */
function paired(left: Market, right: Market): [Lead, Lead][] {
  const others = new Map(leadsOf(right).map((lead) => [lead.index, lead]));
  return leadsOf(left).flatMap((lead): [Lead, Lead][] => {
    const other = others.get(lead.index);
    return other && other.relation === lead.relation && other.createdDay === lead.createdDay
      ? [[lead, other]]
      : [];
  });
}

it("simulateMarket() repeats for a seed and differs between seeds", () => {
  expect(simulateMarket(request).companies).toEqual(market.companies);
  expect(simulateMarket({ ...request, seed: 6 }).companies).not.toEqual(market.companies);
});

it("simulateMarket() refuses an empty market", () => {
  expect(() => simulateMarket({ ...request, customers: 0 })).toThrow(RangeError);
});

it("counterfactual() without an intervention is the factual market", () => {
  expect(counterfactual(market, []).companies).toEqual(market.companies);
});

it("counterfactual() of the package changes each lead's log odds by exactly the structural coefficient", () => {
  const at = (sent: number): Market =>
    counterfactual(market, [
      { variable: "packageSent", value: sent },
      { variable: "packageHours", value: 24 },
    ]);
  const pairs = paired(at(1), at(0));
  expect(pairs.length).toBeGreaterThan(1500);
  const { scale, weights, packageDecayHours } = marketParameters.leads;
  const expected = scale * weights.package * Math.exp(-24 / packageDecayHours);
  const logit = (p: number): number => Math.log(p / (1 - p));
  for (const [treated, untreated] of pairs) {
    expect(logit(treated.probability) - logit(untreated.probability)).toBeCloseTo(expected, 6);
    // The same noise: a lead that is won without the package is won with it, unless it closes on another day.
    if (untreated.won) expect(treated.won).toBe(true);
  }
});

it("counterfactual() contrasts outcomes by what the true probabilities say, and less than the confounded comparison", () => {
  const at = (sent: number): Market =>
    counterfactual(market, [
      { variable: "packageSent", value: sent },
      { variable: "packageHours", value: 24 },
    ]);
  const pairs = paired(at(1), at(0));
  const outcome = mean(pairs.map(([one, zero]) => (one.won ? 1 : 0) - (zero.won ? 1 : 0)));
  const probability = mean(pairs.map(([one, zero]) => one.probability - zero.probability));
  expect(Math.abs(outcome - probability)).toBeLessThan(4 * Math.sqrt(0.25 / pairs.length));
  const whenSent = paired(
    counterfactual(market, [{ variable: "packageSent", value: 1 }]),
    counterfactual(market, [{ variable: "packageSent", value: 0 }]),
  );
  const effect = mean(whenSent.map(([one, zero]) => one.probability - zero.probability));
  const leads = leadsOf(market);
  const naive =
    wonShare(leads.filter((lead) => lead.drivers.packageSent)) -
    wonShare(leads.filter((lead) => !lead.drivers.packageSent));
  expect(naive).toBeGreaterThan(effect + 0.04);
});

it("counterfactual() touches only the units that `where` names", () => {
  const east = counterfactual(market, [
    {
      variable: "packageHours",
      value: (natural) => natural - 72,
      where: (unit) => unit.region === 0 && unit.highIntent === true,
    },
  ]);
  const changed = paired(market, east).filter(
    ([before, after]) => before.drivers.packageHours !== after.drivers.packageHours,
  );
  expect(changed.length).toBeGreaterThan(20);
  for (const [before] of changed) {
    expect(market.population.companies[before.company]?.region).toBe(0);
    expect(before.drivers.highIntent).toBe(true);
  }
});

it("simulateMarket() plants the chain with its delays, and do(no alarm) cuts it", () => {
  const lags = (pick: "alarms" | "delays", before: "surges" | "alarms"): number[] =>
    market.dealers.flatMap((dealer) =>
      dealer[pick].flatMap((event) =>
        event.cause === undefined ? [] : [event.day - (dealer[before][event.cause]?.day ?? 0)],
      ),
    );
  expect(mean(lags("alarms", "surges"))).toBeCloseTo(
    marketParameters.supplyChain.surgeToAlarm.meanDays,
    0,
  );
  expect(mean(lags("delays", "alarms"))).toBeCloseTo(
    marketParameters.supplyChain.alarmToDelay.meanDays,
    0,
  );
  const losses = (of: Market): number =>
    of.companies
      .flatMap((history) => history.memberships)
      .filter((entry) => entry.lostByDelay !== undefined).length;
  const calm = counterfactual(market, [{ variable: "stockAlarm", value: 0 }]);
  expect(calm.dealers.flatMap((dealer) => dealer.alarms)).toHaveLength(0);
  expect(calm.dealers.map((dealer) => dealer.surges)).toEqual(
    market.dealers.map((dealer) => dealer.surges),
  );
  expect(losses(calm)).toBeLessThan(losses(market) / 3);
});

it("simulateMarket() loses a dealer's customer about three weeks after the delay that drove it away", () => {
  const waits = market.companies.flatMap((history) => {
    const dealer = market.population.companies[history.company]?.dealer;
    return history.memberships.flatMap((entry) =>
      entry.lostDay === undefined || entry.lostByDelay === undefined || dealer === undefined
        ? []
        : [entry.lostDay - (market.dealers[dealer]?.delays[entry.lostByDelay]?.day ?? 0)],
    );
  });
  expect(waits.length).toBeGreaterThan(60);
  expect(Math.abs(mean(waits) - marketParameters.supplyChain.delayToLoss.meanDays)).toBeLessThan(
    2.5,
  );
});

it("branchMarket() keeps the past and changes the future", () => {
  const month = 12;
  const fromDay = market.world.calendar.monthStart(month);
  const branch = branchMarket(market, { fromDay, seed: 77 }, 18);
  const past = (of: Market) => leadsOf(of).filter((lead) => lead.closeDay < fromDay);
  const future = (of: Market) =>
    leadsOf(of).filter((lead) => lead.createdDay >= fromDay && lead.closeDay < of.world.days);
  expect(past(branch)).toEqual(past(market));
  expect(future(branch)).not.toEqual(
    future(market).filter((lead) => lead.closeDay < branch.world.days),
  );
});

it("simulateMarket() with a hidden cause confounds the package beyond what is recorded; the base market does not", () => {
  const budget = (kind: "base" | "hidden-cause"): number => {
    const leads = leadsOf(simulateMarket({ ...request, kind })).filter(
      (lead) => lead.drivers.packageSent,
    );
    return mean(leads.map((lead) => lead.hiddenBudget));
  };
  expect(Math.abs(budget("base"))).toBeLessThan(0.12);
  expect(budget("hidden-cause")).toBeGreaterThan(0.25);
});

it("simulateMarket() with drift lets behaviour say less and less", () => {
  const drift = simulateMarket({ ...request, months: 36, kind: "drift" });
  const contrast = (leads: readonly Lead[]): number =>
    mean(leads.filter((lead) => lead.drivers.highIntent).map((lead) => lead.probability)) -
    mean(leads.filter((lead) => !lead.drivers.highIntent).map((lead) => lead.probability));
  const leads = leadsOf(drift);
  expect(contrast(leads.filter((lead) => lead.createdDay > 730))).toBeLessThan(
    contrast(leads.filter((lead) => lead.createdDay < 365)) - 0.04,
  );
});

it("simulateMarket() with thresholds makes many price views worse than a few", () => {
  const bent = leadsOf(simulateMarket({ ...request, kind: "nonlinear" }));
  const share = (from: number, to: number): number =>
    mean(
      bent
        .filter((lead) => lead.drivers.pricingViews >= from && lead.drivers.pricingViews <= to)
        .map((lead) => lead.probability),
    );
  expect(share(2, 6)).toBeGreaterThan(share(0, 1) + 0.1);
  expect(share(7, 12)).toBeLessThan(share(2, 6) - 0.05);
});
