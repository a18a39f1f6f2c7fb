import type {
  FeatureSpec,
  ObjectDefinition,
  PredictionDefinition,
  PredictionMoment,
  PredictionOutcome,
  SchemaDocument,
} from "@causeway/platform-contract";

const seen: ReadonlySet<string> = new Set(["account", "contact", "lead"]);
const dates: ReadonlySet<string> = new Set(["date", "dateTime"]);
const numbers: ReadonlySet<string> = new Set(["number", "currency"]);

/** Fields of a definition's object that fit a place of the form. */
export function fieldsFor(object: ObjectDefinition, use: "date" | "number" | "any") {
  if (use === "any") return object.fields.filter(({ type }) => type === "select");
  const wanted = use === "date" ? dates : numbers;
  return object.fields.filter(({ type }) => wanted.has(type));
}

/** A path to the facts of another record, as features reach it. */
export interface Path {
  readonly of: string;
  /** Reference field that it goes through; null for the company that mail and name point to. */
  readonly field: string | null;
  readonly target: string;
}

/** What a record's features may reach through. */
export function pathsOf(object: ObjectDefinition): readonly Path[] {
  const references = object.fields.flatMap(({ name, type, target }): Path[] =>
    type === "reference" && target !== null ? [{ of: name, field: name, target }] : [],
  );
  const names = new Set(object.fields.map(({ name }) => name));
  const hasCompany = names.has("email") && names.has("company");
  return hasCompany
    ? [{ of: "company", field: null, target: "account" }, ...references]
    : references;
}

/** Where behaviour can be read: the record itself where it is a person or a company, else what it points to. */
export function behaviourPaths(object: ObjectDefinition): readonly string[] {
  return [
    ...(seen.has(object.name) ? [""] : []),
    ...pathsOf(object)
      .filter(({ target }) => seen.has(target))
      .map(({ of }) => of),
  ];
}

/** Other records that point to the record, or to what it points to. */
export interface Relation {
  readonly of: string;
  readonly object: string;
  readonly through: string;
}

/** Which records can be counted, added up or looked for beside a record. */
export function relationsTo(schema: SchemaDocument, object: ObjectDefinition): readonly Relation[] {
  const reached = [{ of: "", target: object.name }, ...pathsOf(object)];
  return reached.flatMap(({ of, target }) =>
    schema.objects.flatMap((other) =>
      other.fields
        .filter((field) => field.type === "reference" && field.target === target)
        .map(({ name }) => ({ of, object: other.name, through: name })),
    ),
  );
}

/** A first draft for an object: every field, and the behaviour of whom it is about. */
export function draftFor(object: ObjectDefinition): PredictionDefinition {
  const [behaviour] = behaviourPaths(object);
  return {
    name: "",
    label: { zh: "", en: "" },
    object: object.name,
    population: null,
    moment: { kind: "created", afterDays: [0] },
    outcome: {
      kind: "condition",
      condition: null,
      otherwise: null,
      horizonDays: 90,
      dateField:
        fieldsFor(object, "date").find(({ name }) => name.startsWith("closed"))?.name ?? null,
      curve: false,
    },
    features: [
      { kind: "fields", of: "", names: null },
      { kind: "age" },
      ...(behaviour === undefined ? [] : [{ kind: "behaviour-set", of: behaviour } as const]),
    ],
    exclude: [],
    monotone: {},
    graded: false,
    promotion: "by-hand",
  };
}

/** A moment of another kind, with what that kind needs. */
export function momentOf(
  kind: PredictionMoment["kind"],
  object: ObjectDefinition,
): PredictionMoment {
  switch (kind) {
    case "created":
      return { kind, afterDays: [0] };
    case "changed":
      return { kind, field: object.stageField ?? fieldsFor(object, "any")[0]?.name ?? "" };
    case "date":
      return { kind, field: fieldsFor(object, "date")[0]?.name ?? "", offsetDays: [0] };
    case "monthly":
      return { kind };
  }
}

/** An outcome of another kind, with what that kind needs. */
export function outcomeOf(
  kind: PredictionOutcome["kind"],
  object: ObjectDefinition,
): PredictionOutcome {
  switch (kind) {
    case "condition":
      return {
        ...{ kind, condition: null, otherwise: null, horizonDays: 90, dateField: null },
        curve: false,
      };
    case "leaves":
      return {
        kind,
        field: object.stageField ?? fieldsFor(object, "any")[0]?.name ?? "",
        horizonDays: 90,
        curve: true,
      };
    case "number":
      return {
        kind,
        field: fieldsFor(object, "number")[0]?.name ?? "",
        when: null,
        otherwise: null,
        dateField: null,
      };
  }
}

/** Whole numbers of a text like "0, 7, 21"; what is none is left out. */
export function daysOf(text: string): number[] {
  const days = text
    .split(/[\s,，、]+/)
    .filter((part) => /^[-−]?\d+$/.test(part))
    .map((part) => Number(part.replace("−", "-")));
  return [...new Set(days)];
}

/** A name for addresses: from the English words, else unique by time. */
export function nameOf(words: string, now: Date): string {
  const slug = words
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^[^a-z]+|-+$/g, "")
    .slice(0, 40);
  return slug === "" ? `prediction-${now.getTime().toString(36)}` : slug;
}

/** Whether there is enough to preview and train: an outcome that can be told, and something to look at. */
export function isComplete({ outcome, moment, features }: PredictionDefinition): boolean {
  const hasOutcome =
    outcome.kind === "condition"
      ? outcome.condition !== null && (outcome.horizonDays !== null || outcome.otherwise !== null)
      : outcome.field !== "" && (outcome.kind === "leaves" || outcome.when !== null);
  const hasMoment =
    moment.kind === "monthly" ||
    (moment.kind === "created" && moment.afterDays.length > 0) ||
    (moment.kind === "changed" && moment.field !== "") ||
    (moment.kind === "date" && moment.field !== "" && moment.offsetDays.length > 0);
  return hasOutcome && hasMoment && features.length > 0;
}

/** Two specs that mean the same columns. */
export function sameSpec(left: FeatureSpec, right: FeatureSpec): boolean {
  if (left.kind !== right.kind) return false;
  if (left.kind === "fields" && right.kind === "fields") return left.of === right.of;
  if (left.kind === "behaviour-set" && right.kind === "behaviour-set") return left.of === right.of;
  return JSON.stringify(left) === JSON.stringify(right);
}

/** The features with one switched on or off. */
export function toggled(
  features: readonly FeatureSpec[],
  spec: FeatureSpec,
  on: boolean,
): FeatureSpec[] {
  const rest = features.filter((each) => !sameSpec(each, spec));
  return on ? [...rest, spec] : rest;
}

/** The object of a definition in the schema. */
export function objectOf(
  schema: SchemaDocument,
  { object }: Pick<PredictionDefinition, "object">,
): ObjectDefinition | undefined {
  return schema.objects.find(({ name }) => name === object);
}
