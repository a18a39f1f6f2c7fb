import {
  type Column,
  type ColumnShape,
  categoricalColumn,
  createDataset,
  type Dataset,
  numericColumn,
} from "@causeway/engine-learning";
import type { LeadFacts, LeadFeature } from "./lead-features.ts";

const mostLevels = 200;

/** The columns to learn from: those that vary, and texts whose values come back often enough to mean something. */
export function trainingDataset(
  features: readonly LeadFeature[],
  facts: readonly LeadFacts[],
): Dataset {
  const columns = features
    .map((feature) => columnOf(feature, facts))
    .filter((column) => isInformative(column));
  return createDataset(columns, facts.length);
}

function columnOf(feature: LeadFeature, facts: readonly LeadFacts[]): Column {
  const cells = facts.map(feature.read);
  return feature.kind === "numeric"
    ? numericColumn(
        feature.name,
        cells.map((cell) => (typeof cell === "number" ? cell : null)),
      )
    : categoricalColumn(
        feature.name,
        cells.map((cell) => (cell === null ? null : String(cell))),
      );
}

function isInformative(column: Column): boolean {
  if (column.kind === "numeric") {
    const [first] = column.values;
    return column.values.some((value) => !Object.is(value, first));
  }
  const filled = column.codes.reduce((count, code) => count + (code >= 0 ? 1 : 0), 0);
  const levels = column.levels.length + (filled < column.codes.length ? 1 : 0);
  return levels > 1 && column.levels.length <= Math.min(mostLevels, filled / 3);
}

/** The columns that a model asks for; a feature that is no more counts as missing. */
export function scoringDataset(
  shapes: readonly ColumnShape[],
  features: readonly LeadFeature[],
  facts: readonly LeadFacts[],
): Dataset {
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  const columns = shapes.map((shape): Column => {
    const feature = byName.get(shape.name);
    const cells = facts.map((fact) => feature?.read(fact) ?? null);
    if (shape.kind === "numeric") {
      return numericColumn(
        shape.name,
        cells.map((cell) => (typeof cell === "number" ? cell : null)),
      );
    }
    const codeOf = new Map(shape.levels.map((level, code) => [level, code]));
    const codes = Int32Array.from(cells, (cell) =>
      cell === null ? -1 : (codeOf.get(String(cell)) ?? -1),
    );
    return { kind: "categorical", name: shape.name, codes, levels: shape.levels };
  });
  return createDataset(columns, facts.length);
}
