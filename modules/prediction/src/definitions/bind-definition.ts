import { conditionFields } from "@causeway/engine-conditions";
import { AppError, type Issue, issueAt } from "@causeway/kernel";
import { readCondition } from "@causeway/module-records";
import type { FeatureSpec, Label, PredictionDefinition } from "@causeway/platform-contract";
import { objectNamed } from "@causeway/platform-schema";
import type { Feature, FeatureSource, SourceContext } from "../datasets/feature.ts";
import { always, never, type Verdict, verdictOf } from "../datasets/matcher.ts";
import { dayMs } from "../datasets/moments.ts";
import type { BoundOutcome } from "../datasets/outcome.ts";
import { bindSource } from "../datasets/sources/bind-source.ts";
import type { ParameterValues } from "../parameters/parameter-definitions.ts";
import { fieldOf, type ObjectDefinition, type Schema } from "../schema.ts";
import { specIssues } from "./spec-issues.ts";

/** A definition that fits the schema, ready to read cases. */
export interface BoundDefinition {
  readonly definition: PredictionDefinition;
  readonly object: ObjectDefinition;
  readonly task: "binary" | "regression";
  readonly population: Verdict;
  readonly outcome: BoundOutcome;
  /** Reference fields of the object whose records are asked for. */
  readonly references: ReadonlySet<string>;
  readonly usesCompany: boolean;
  readonly sources: readonly FeatureSource[];
  /** All columns, those of the sources one after another. */
  readonly features: readonly Feature[];
  /** Business parameters that the features rest on. */
  readonly parameters: ParameterValues;
}

export interface BindContext {
  readonly schema: Schema;
  /** Other predictions, by name. */
  readonly predictions: ReadonlyMap<string, Label>;
  /** Business parameters: those in force, or those that a version was trained by. */
  readonly parameters: ParameterValues;
}

/** Binds a definition to the schema. Throws AppError("bad-input") with every issue. */
export function bindDefinition(
  definition: PredictionDefinition,
  { schema, predictions, parameters }: BindContext,
): BoundDefinition {
  const object = objectNamed(schema, definition.object);
  const issues = issuesOf(definition, schema, object, predictions);
  if (issues.length > 0) {
    throw new AppError(
      "bad-input",
      { zh: "预测与现有字段不符", en: "The prediction does not fit the records." },
      { issues },
    );
  }
  const context: SourceContext = {
    schema,
    object,
    predictions,
    parameters,
    outcomeFields: outcomeFieldsOf(definition),
    hiddenFields: hiddenFieldsOf(definition),
  };
  const sources = definition.features.map((spec) => bindSource(spec, context));
  const features = sources.flatMap((source) => source.features);
  const paths = pathsOf(definition);
  return {
    definition,
    object,
    task: definition.outcome.kind === "number" ? "regression" : "binary",
    population:
      definition.population === null ? always : verdictOf(schema, object, definition.population),
    outcome: bindOutcome(definition, schema, object),
    references: new Set(
      [...paths, ...(paths.has("company") ? ["account"] : [])].filter(
        (path) => fieldOf(object, path)?.target,
      ),
    ),
    usesCompany: paths.has("company"),
    sources,
    features: features.map((feature) => constrained(feature, definition.monotone)),
    parameters,
  };
}

/** What the definition says of a column's direction goes before what its parameter says. */
function constrained(feature: Feature, asked: PredictionDefinition["monotone"]): Feature {
  const direction = feature.kind === "numeric" ? asked[feature.name] : undefined;
  return direction === undefined
    ? feature
    : { ...feature, monotone: direction === "rises" ? 1 : -1 };
}

function bindOutcome(
  { outcome }: PredictionDefinition,
  schema: Schema,
  object: ObjectDefinition,
): BoundOutcome {
  const verdict = (document: unknown): Verdict =>
    document === null ? never : verdictOf(schema, object, document);
  if (outcome.kind === "leaves") {
    const horizonMs = outcome.horizonDays * dayMs;
    const { field } = outcome;
    return {
      ...{ kind: "leaves", happened: never, ended: never, horizonMs, field, dateField: null },
      isCurve: outcome.curve,
    };
  }
  const { dateField } = outcome;
  const ended = verdict(outcome.otherwise);
  if (outcome.kind === "number") {
    const horizonMs = Number.POSITIVE_INFINITY;
    const happened = verdict(outcome.when);
    const { field } = outcome;
    return { kind: "number", happened, ended, horizonMs, field, dateField, isCurve: false };
  }
  const { horizonDays } = outcome;
  return {
    kind: "condition",
    happened: verdict(outcome.condition),
    ended,
    horizonMs: horizonDays === null ? Number.POSITIVE_INFINITY : horizonDays * dayMs,
    field: null,
    dateField,
    isCurve: outcome.curve && horizonDays !== null,
  };
}

/** The conditions of a definition, by the place where they stand. */
export function conditionsOf(definition: PredictionDefinition): ReadonlyMap<string, unknown> {
  const { outcome } = definition;
  const all: (readonly [string, unknown])[] = [["population", definition.population]];
  if (outcome.kind === "condition") {
    all.push(["outcome.condition", outcome.condition], ["outcome.otherwise", outcome.otherwise]);
  }
  if (outcome.kind === "number") {
    all.push(["outcome.when", outcome.when], ["outcome.otherwise", outcome.otherwise]);
  }
  return new Map(all.filter(([, document]) => document !== null));
}

/** Own fields that say how a record ended. */
function outcomeFieldsOf(definition: PredictionDefinition): ReadonlySet<string> {
  const { outcome } = definition;
  const documents = [...conditionsOf(definition)]
    .filter(([place]) => place.startsWith("outcome."))
    .map(([, document]) => document);
  return new Set([
    ...documents.flatMap((document) =>
      conditionFields(readCondition(document)).filter((path) => !path.includes(".")),
    ),
    ...(outcome.kind === "condition" ? [] : [outcome.field]),
  ]);
}

function hiddenFieldsOf({ outcome }: PredictionDefinition): ReadonlySet<string> {
  const dateField = outcome.kind === "leaves" ? null : outcome.dateField;
  return new Set(dateField === null ? [] : [dateField]);
}

const hasPath = (spec: FeatureSpec): spec is Extract<FeatureSpec, { readonly of: string }> =>
  "of" in spec;

/** Whatever features and conditions reach through. */
export function pathsOf(definition: PredictionDefinition): ReadonlySet<string> {
  const throughConditions = [...conditionsOf(definition).values()].flatMap((document) =>
    conditionFields(readCondition(document)).flatMap((path) => {
      const [first = "", second] = path.split(".");
      return second === undefined ? [] : [first];
    }),
  );
  const throughFeatures = definition.features.filter(hasPath).map(({ of }) => of);
  return new Set([...throughConditions, ...throughFeatures].filter((path) => path !== ""));
}

function issuesOf(
  definition: PredictionDefinition,
  schema: Schema,
  object: ObjectDefinition,
  predictions: ReadonlyMap<string, Label>,
): readonly Issue[] {
  const issues: Issue[] = [];
  const mustBeField = (path: string, name: string | null, types?: readonly string[]) => {
    if (name === null) return;
    const field = fieldOf(object, name);
    if (field === undefined) {
      issues.push(issueAt(path, { zh: `没有字段“${name}”`, en: `there is no field "${name}"` }));
    } else if (types !== undefined && !types.includes(field.type)) {
      issues.push(
        issueAt(path, {
          zh: `字段“${name}”的类型不符`,
          en: `the field "${name}" is of another type`,
        }),
      );
    }
  };
  const dates = ["date", "dateTime"];
  const { moment, outcome } = definition;
  if (moment.kind === "date") mustBeField("moment.field", moment.field, dates);
  if (moment.kind === "changed") mustBeField("moment.field", moment.field);
  if (outcome.kind !== "leaves") mustBeField("outcome.dateField", outcome.dateField, dates);
  if (outcome.kind === "leaves") mustBeField("outcome.field", outcome.field);
  if (outcome.kind === "number") {
    mustBeField("outcome.field", outcome.field, ["number", "currency"]);
  }
  if (outcome.kind === "condition" && outcome.horizonDays === null && outcome.otherwise === null) {
    const label = {
      zh: "需要期限，或一个说明记录何时以其他方式结束的条件",
      en: "needs a horizon, or a condition that says when a record is over without it",
    };
    issues.push(issueAt("outcome.horizonDays", label));
  }
  definition.features.forEach((spec, index) => {
    issues.push(...specIssues(spec, `features[${index}]`, { schema, object, predictions }));
  });
  return issues;
}
