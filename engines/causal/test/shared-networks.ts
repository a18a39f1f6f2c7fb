import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { createGraph, type Edge } from "@causeway/engine-graph";
import { tableFromText } from "../src/data/table-from-text.ts";
import type { FoundEdge } from "../src/discovery/pc.ts";

const root = new URL("../../../", import.meta.url);
const folder = process.env["CAUSEWAY_TEST_DATA"] ?? "../shared/data";

/** The folder of public data sets; `hasData` is false where it is absent. */
const data = fileURLToPath(new URL(`${folder.replace(/\/?$/, "/")}causal_learn/`, root));
export const hasData = existsSync(data);

export const networkNames = ["asia", "cancer", "earthquake", "survey", "sachs", "child", "alarm"];

const read = (path: string) => {
  const bytes = readFileSync(data + path);
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").trim();
};

/** Cells separated by white space below a header line. */
export function readTable(path: string) {
  const [header = [], ...rows] = read(path)
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  return tableFromText(
    header,
    header.map((_, column) => rows.map((row) => row[column] ?? "")),
  );
}

/** Lines such as `1. smoke --> lung`, with the order of the columns from the data. */
export function readTruth(path: string, names: readonly string[]) {
  const directed = read(path)
    .split("\n")
    .flatMap((line): Edge[] => {
      const match = /^\d+\.\s+(\S+) --> (\S+)/.exec(line.trim());
      return match?.[1] && match[2] ? [[match[1], match[2]]] : [];
    });
  return createGraph({ nodes: names, directed });
}

/** A matrix of end marks: `matrix[j][i] = 1` and `matrix[i][j] = -1` is i → j, both −1 undirected. */
export function readPublished(path: string): number[][] {
  return read(path)
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
}

const pairKey = (a: number, b: number) => `${Math.min(a, b)}-${Math.max(a, b)}`;

export function skeletonOf(edges: readonly Pick<FoundEdge, "from" | "to">[]): Set<string> {
  return new Set(edges.map(({ from, to }) => pairKey(from, to)));
}

export function arrowsOf(edges: readonly FoundEdge[]): Set<string> {
  return new Set(
    edges.filter(({ kind }) => kind === "directed").map(({ from, to }) => `${from}>${to}`),
  );
}

export function publishedSkeleton(matrix: readonly (readonly number[])[]): Set<string> {
  return new Set(
    matrix.flatMap((row, a) => row.flatMap((mark, b) => (mark === 0 ? [] : [pairKey(a, b)]))),
  );
}

export function publishedArrows(matrix: readonly (readonly number[])[]): Set<string> {
  return new Set(
    matrix.flatMap((row, to) =>
      row.flatMap((mark, from) =>
        mark === 1 && matrix[from]?.[to] === -1 ? [`${from}>${to}`] : [],
      ),
    ),
  );
}
