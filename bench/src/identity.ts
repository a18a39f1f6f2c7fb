import { parseArgs } from "node:util";
import { measureAccuracy } from "./identity/measure-accuracy.ts";
import { measureSpeed, type Speed } from "./identity/measure-speed.ts";
import type { Scores } from "./identity/score-assignments.ts";

// Who is behind an event, on a simulated company with known truth: the rules alone, with a fingerprint rule, and an oracle;
// then how fast an event finds its person among a million identifiers.
// node bench/src/identity.ts [--seed 1] [--customers 1000] [--months 12] [--devices 1000] [--identifiers 1000000] [--json]

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    customers: { type: "string", default: "1000" },
    months: { type: "string", default: "12" },
    devices: { type: "string", default: "1000" },
    identifiers: { type: "string", default: "1000000" },
    json: { type: "boolean", default: false },
  },
});
const request = {
  seed: Number(values.seed),
  customers: Number(values.customers),
  months: Number(values.months),
};
const accuracy = await measureAccuracy(request, Number(values.devices));
// The same with few identifiers first: what a person costs must not grow with their number.
const sizes = values.identifiers === "0" ? [] : [1_000, Number(values.identifiers)];
const speed: Speed[] = [];
for (const size of sizes) speed.push(await measureSpeed(size, 200, 20_000));
if (values.json) console.log(JSON.stringify({ request, ...accuracy, speed }));
else printTables();

function printTables(): void {
  const { oracle } = accuracy;
  const rows = [
    ["rules alone", accuracy.deterministic],
    ["with a fingerprint rule", accuracy.withRule],
    ["oracle", oracle],
  ] as const;
  console.log(
    `${accuracy.events} events of ${request.customers} companies in ${request.months} months`,
  );
  console.table(rows.map(([by, scores]) => line(by, scores, oracle)));
  console.log(
    `${accuracy.devices} planted shared devices: ${accuracy.wrongMerges} people wrongly made one`,
  );
  for (const { identifiers, eventsPerSecond, p50Ms, p99Ms } of speed)
    console.log(
      `${identifiers} identifiers: ${Math.round(eventsPerSecond)} events/s in bulk; one event p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`,
    );
}

function line(by: string, { kinds, macro, sessions }: Scores, oracle: Scores) {
  const share = (part: number, all: number) => `${((100 * part) / Math.max(1, all)).toFixed(1)} %`;
  return {
    by,
    ...Object.fromEntries(
      kinds.map(({ kind, right, given, all }) => [
        kind,
        `${share(right, given)} of ${given}/${all}`,
      ]),
    ),
    "right, macro": share(macro, 1),
    "sessions tied": `${sessions.known}/${sessions.all} (${share(sessions.known, sessions.all)})`,
    "of the identifiable": share(sessions.known, oracle.sessions.known),
    precision: share(sessions.right, sessions.known),
  };
}
