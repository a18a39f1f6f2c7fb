import { setTimeout as pause } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { where } from "@causeway/engine-conditions";
import { type Random, seededRandom } from "@causeway/kernel";
import { callApi } from "./call-api.ts";
import type { UsersTask } from "./many-users.ts";
import { personName, pick } from "./names.ts";

const { base, key, workspace, known, count, seconds } = workerData as UsersTask;
const api = `/api/w/${workspace}`;
const call = (path: string, body?: object) => callApi(base, key, `${api}${path}`, body);
const thinkMs = 1000;

const kinds: Readonly<Record<string, (random: Random) => Promise<unknown>>> = {
  "filtered list": (random) =>
    call("/records/contact/query", {
      filter: where("level", "equals", pick(random, ["a", "b", "c", "strategic"])),
      sort: { field: "score", direction: "desc" },
      limit: 100,
    }),
  "scrolled list": (random) =>
    call("/records/contact/query", { after: pick(random, known.deep), limit: 100 }),
  "bounded count": (random) =>
    call("/records/contact/count", {
      filter: where("level", "equals", pick(random, ["a", "b", "c"])),
    }),
  "global search": (random) =>
    call(`/search?q=${encodeURIComponent(personName(random).slice(0, 2))}`),
  "detail page": (random) => call(`/records/contact/${pick(random, known.contacts)}`),
  history: (random) => call(`/records/contact/${pick(random, known.changed)}/history`),
  "related list": (random) =>
    call("/records/contact/query", {
      filter: where("account", "equals", pick(random, known.accounts)),
      limit: 5,
    }),
  board: () => call("/records/deal/board", { totalField: "amount", limit: 20 }),
};

const took: Record<string, number[]> = Object.fromEntries(
  Object.keys(kinds).map((kind) => [kind, []]),
);
const endsAt = performance.now() + seconds * 1000;

async function work(user: number): Promise<void> {
  const random = seededRandom(user + 1);
  while (performance.now() < endsAt) {
    await pause(2 * thinkMs * random());
    const kind = pick(random, Object.keys(kinds));
    const startedAt = performance.now();
    await kinds[kind]?.(random);
    took[kind]?.push(performance.now() - startedAt);
  }
}

await Promise.all(Array.from({ length: count }, (_, user) => work(user)));
parentPort?.postMessage(took);
