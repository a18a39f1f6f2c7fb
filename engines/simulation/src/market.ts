import type { Intervention } from "./intervention.ts";
import type { Branch } from "./noise.ts";
import type { MarketRequest } from "./parameters.ts";
import type { Population } from "./population/company.ts";
import { createPopulation } from "./population/create-population.ts";
import type { CompanyHistory } from "./process/company-history.ts";
import { simulateCompany } from "./process/company-history.ts";
import type { DealerHistory } from "./process/supply-chain.ts";
import { simulateDealer } from "./process/supply-chain.ts";
import type { World } from "./world.ts";
import { createWorld } from "./world.ts";

/** A simulated market with everything that truly happened in it. */
export interface Market {
  readonly request: MarketRequest;
  readonly world: World;
  readonly population: Population;
  readonly dealers: readonly DealerHistory[];
  readonly companies: readonly CompanyHistory[];
}

function run(population: Population, world: World): Market {
  const dealers = population.dealers.map((dealer) => simulateDealer(world, dealer));
  const companies = population.companies.map((company) =>
    simulateCompany(
      world,
      company,
      company.dealer === undefined ? undefined : dealers[company.dealer],
    ),
  );
  return { request: world.request, world, population, dealers, companies };
}

/** Simulates a market. Pure and deterministic: the same request gives the same market on every machine. */
export function simulateMarket(request: MarketRequest): Market {
  if (!(request.customers >= 1) || !(request.months >= 1)) {
    throw new RangeError("A market needs at least one customer and one month");
  }
  const world = createWorld(request);
  return run(createPopulation(request, world.noise), world);
}

/**
 * The same market under interventions: every exogenous draw is the factual one, so differences are caused by them alone
 * (action and prediction over the abducted noise; Pearl, *Causality*, 2nd ed., theorem 7.1.7).
 */
export function counterfactual(market: Market, interventions: readonly Intervention[]): Market {
  return run(market.population, createWorld(market.request, { interventions }));
}

/** One possible future of the market's past: noise from `branch.fromDay` on is drawn anew, until month `months`. */
export function branchMarket(market: Market, branch: Branch, months: number): Market {
  return run(market.population, createWorld(market.request, { branch, months }));
}
