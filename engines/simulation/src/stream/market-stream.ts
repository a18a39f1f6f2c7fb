import type { Market } from "../market.ts";
import { marketParameters } from "../parameters.ts";
import { writeAdClick, writeOrder } from "./commerce.ts";
import { writeContactCode } from "./contact-code.ts";
import {
  writeChampionLeft,
  writeLeadConversations,
  writeMonthlyContacts,
  writeWechat,
} from "./conversations.ts";
import { dealerEvents } from "./dealer-events.ts";
import { writeEverydayVisits } from "./everyday-visits.ts";
import { writeExhibition } from "./exhibition.ts";
import { writeLeadVisits } from "./lead-visits.ts";
import type { MarketItem } from "./market-item.ts";
import { writeOutsideSignals } from "./outside.ts";
import {
  writeContract,
  writeFirstDay,
  writeLeadRecords,
  writeOrderRecord,
  writeSupplyAgreement,
} from "./record-changes.ts";
import type { Scene } from "./scene.ts";
import { createScene } from "./scene.ts";
import { writeService } from "./service.ts";

function writeCompany(scene: Scene): void {
  if (scene.month === 0) writeFirstDay(scene);
  for (const lead of scene.history.leads) {
    writeLeadRecords(scene, lead);
    writeAdClick(scene, lead);
    writeLeadVisits(scene, lead);
    writeLeadConversations(scene, lead);
    writeExhibition(scene, lead);
  }
  for (const order of scene.history.orders) {
    writeOrderRecord(scene, order);
    writeOrder(scene, order);
  }
  for (const membership of scene.history.memberships) {
    if (scene.company.dealer !== undefined) {
      writeSupplyAgreement(scene, membership.fromDay, membership.lostDay);
    }
    for (const contract of membership.contracts) writeContract(scene, contract);
  }
  writeEverydayVisits(scene);
  writeMonthlyContacts(scene);
  writeWechat(scene);
  writeChampionLeft(scene);
  writeService(scene);
  writeOutsideSignals(scene);
  for (const lead of scene.history.leads) writeContactCode(scene, lead);
}

function productItems(market: Market): MarketItem[] {
  const entries = [
    ...marketParameters.machines.map((machine, index) => ({
      key: `product:${index}`,
      name: machine.name,
      series: machine.name.slice(0, 2),
      price: machine.amount as number,
    })),
    {
      key: "product:parts",
      name: market.request.locale === "zh" ? "备件与耗材" : "Parts and consumables",
      series: "parts",
      price: 3_800,
    },
  ];
  return entries.map(({ key, ...values }) => ({
    kind: "record",
    atMs: market.request.startMs,
    operation: "create",
    object: "product",
    key,
    values,
    references: {},
  }));
}

/** Everything that a company could see of the market in one month, in order of time. */
export function marketMonth(market: Market, month: number): MarketItem[] {
  const items: MarketItem[] = month === 0 ? productItems(market) : [];
  market.companies.forEach((history) => {
    const company = market.population.companies[history.company];
    if (company) writeCompany(createScene(market, { company, history, month }, items));
  });
  market.population.dealers.forEach((dealer) => {
    items.push(...dealerEvents(market, dealer.index, month));
  });
  // Array.sort is stable: items of one instant keep the order in which they were written.
  return items.sort((left, right) => left.atMs - right.atMs);
}

/** The whole market in order of time, one month in memory at a time. */
export function* streamMarket(market: Market): Generator<MarketItem, void, undefined> {
  for (let month = 0; month < market.world.calendar.months; month++)
    yield* marketMonth(market, month);
}
