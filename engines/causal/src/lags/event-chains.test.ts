import { type Random, seededRandom } from "@causeway/kernel";
import { describe, expect, it } from "vitest";
import { findEventChains } from "./event-chains.ts";
import type { CustomerEvents } from "./event-log.ts";

const chain = [
  { cause: "inquiries surge", effect: "dealer stock alarm", share: 0.6, mean: 5, spread: 1 },
  { cause: "dealer stock alarm", effect: "logistics delay", share: 0.6, mean: 8, spread: 2 },
  { cause: "logistics delay", effect: "customer lost", share: 0.5, mean: 12, spread: 3 },
];

const normal = (random: Random) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Spontaneous events at a rate of the customer's own, what the chain makes of them, and visits that cause nothing. */
function customer(random: Random): CustomerEvents {
  const length = 300 + 200 * random();
  const activity = 0.5 + 2 * random();
  const events: { type: string; time: number }[] = [];
  const add = (type: string, time: number): void => {
    if (time >= length) return;
    events.push({ type, time });
    for (const { cause, effect, share, mean, spread } of chain) {
      if (cause !== type || random() >= share) continue;
      add(effect, time + Math.max(0.2, mean + spread * normal(random)));
    }
  };
  const spontaneous = {
    "inquiries surge": 0.012,
    "dealer stock alarm": 0.003,
    "logistics delay": 0.003,
    "customer lost": 0.0003,
    visit: 0.02,
  };
  for (const [type, rate] of Object.entries(spontaneous)) {
    for (let time = 0; time < length; ) {
      time += -Math.log(1 - random()) / (rate * activity);
      add(type, time);
    }
  }
  const end = Math.min(
    length,
    ...events.filter(({ type }) => type === "customer lost").map(({ time }) => time),
  );
  return { start: 0, end, events: events.filter(({ time }) => time <= end) };
}

describe("findEventChains()", () => {
  it("finds a planted chain of four events in order, its delays within 20 %", () => {
    const random = seededRandom(4);
    const customers = Array.from({ length: 800 }, () => customer(random));
    const links = findEventChains(customers, { longestDelay: 40 });
    expect(new Set(links.map(({ cause, effect }) => `${cause} → ${effect}`))).toEqual(
      new Set(chain.map(({ cause, effect }) => `${cause} → ${effect}`)),
    );
    for (const { cause, mean } of chain) {
      const typical = links.find((link) => link.cause === cause)?.delay.typical ?? 0;
      expect(Math.abs(typical - mean) / mean).toBeLessThan(0.2);
    }
  });

  it("finds nothing among customers who only differ in how active they are", () => {
    const random = seededRandom(9);
    const customers = Array.from({ length: 300 }, (): CustomerEvents => {
      const activity = 0.005 + 0.05 * random();
      const events = ["call", "visit", "order"].flatMap((type) => {
        const times: number[] = [];
        for (let time = 0; time < 300; times.push(time)) time += -Math.log(1 - random()) / activity;
        return times.filter((time) => time < 300).map((time) => ({ type, time }));
      });
      return { start: 0, end: 300, events };
    });
    expect(findEventChains(customers, { longestDelay: 30 })).toEqual([]);
  });
});
