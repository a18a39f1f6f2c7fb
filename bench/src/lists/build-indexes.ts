import { setTimeout as pause } from "node:timers/promises";
import { callApi } from "./call-api.ts";
import { contactFields } from "./custom-fields.ts";
import type { Million } from "./open-million.ts";
import { viewShapes } from "./questions.ts";

interface Answer {
  readonly indexes: readonly {
    readonly state: string;
    readonly fields: readonly string[];
    readonly sortedBy: string | null;
    readonly bytes: number | null;
    readonly error: string | null;
  }[];
}

const unsorted = ["title", "rank"];

/** Saves the views and uses the sorts that no index serves yet, and waits until the product has built what they need. */
export async function buildIndexes(million: Million, say: (line: string) => void): Promise<void> {
  const { server, workspace, key } = million;
  const api = `/api/w/${workspace.id}`;
  const call = (path: string, body?: object) => callApi(server.url, key, `${api}${path}`, body);
  const startedAt = performance.now();
  const { views } = (await call("/views?object=contact")) as { views: { name: string }[] };
  for (const { name, filter, sort } of viewShapes) {
    if (views.some((view) => view.name === name)) continue;
    await call("/views", {
      object: "contact",
      name,
      columns: ["name"],
      filter,
      sort,
      shared: true,
    });
  }
  const custom = contactFields.filter(({ type }) => ["text", "select", "boolean"].includes(type));
  for (const field of [...unsorted, ...custom.map(({ name }) => name)]) {
    // Slow again and again: then an index is worth its cost.
    for (let time = 0; time < 3; time++) {
      await call("/records/contact/query", { sort: { field, direction: "asc" }, limit: 50 });
    }
  }
  for (let time = 0; time < 3; time++) {
    await call("/records/deal/board", { totalField: "amount", limit: 20 });
  }
  for (;;) {
    const { indexes } = (await call("/indexes")) as Answer;
    const open = indexes.filter(({ state }) => state === "wanted" || state === "building");
    if (indexes.some(({ state }) => state === "failed")) throw new Error(JSON.stringify(indexes));
    if (open.length === 0) {
      const megabytes = indexes.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0) / 1e6;
      const seconds = (performance.now() - startedAt) / 1000;
      const waiting = indexes.filter(({ state }) => state === "waiting");
      // People at work on a busy machine may have wished for more than an object may have: those wait for room.
      for (const { fields, sortedBy } of waiting) {
        say(`no room for an index on ${[...fields, sortedBy].filter(Boolean).join(", ")}`);
      }
      say(
        `${indexes.length - waiting.length} indexes on demand, ${Math.round(megabytes)} MB, ready after ${Math.round(seconds)} s`,
      );
      return;
    }
    await pause(500);
  }
}
