import fc from "fast-check";
import {
  allOf,
  anyOf,
  type Condition,
  type Constant,
  type FieldDescription,
  type FieldTypeName,
  not,
  type Operand,
  type Operator,
  ofField,
  operatorsFor,
  type Row,
  where,
} from "../src/index.ts";
import type { OperatorName } from "../src/operators/registry.ts";

/** The moment of all random conditions. */
export const now = new Date("2026-03-10T18:00:00.123Z");
export const timeZone = "Asia/Shanghai";

interface RandomField {
  readonly description: FieldDescription;
  readonly sqlType: string;
  /** Row values, without null. */
  readonly values: fc.Arbitrary<unknown>;
  readonly constants: fc.Arbitrary<string | number | boolean>;
}

const pieces = [
  "a",
  "A",
  "b",
  "%",
  "_",
  "\\",
  "é",
  "É",
  "e\u0301",
  "德",
  "国",
  "😀",
  "\uffee",
  "'",
  '"',
  "$1",
  "\n",
  " ",
];
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 3 }).map((parts) => parts.join(""));
const anyText = fc.oneof(
  { weight: 4, arbitrary: texts },
  {
    weight: 1,
    arbitrary: fc.string({ unit: "binary", maxLength: 5 }).filter((text) => !text.includes("\0")),
  },
);
const numbers = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      0,
      1,
      -1,
      0.1,
      0.2,
      0.1 + 0.2,
      12.5,
      1e21,
      5e-324,
      1.7976931348623157e308,
    ),
  },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
);
const rowNumbers = fc.oneof(
  { weight: 4, arbitrary: numbers },
  {
    weight: 1,
    arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0),
  },
);
/** At most 15 significant digits, as a `numeric` column holds and its driver gives them. */
const decimals = fc
  .tuple(
    fc.oneof(fc.constantFrom(0, 1, 3, -125), fc.integer({ min: -999_999_999, max: 999_999_999 })),
    fc.constantFrom(0, 1, 2, 6),
  )
  .map(([digits, scale]) => (digits / 10 ** scale).toFixed(scale));
const dates = fc
  .oneof(
    { weight: 3, arbitrary: fc.integer({ min: 20_510, max: 20_550 }) },
    { weight: 1, arbitrary: fc.integer({ min: -719_162, max: 2_932_896 }) },
  )
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
const instants = fc
  .oneof(
    {
      weight: 2,
      arbitrary: fc.integer({ min: -3, max: 3 }).map((days) => now.getTime() + days * 86_400_000),
    },
    {
      weight: 2,
      arbitrary: fc.integer({ min: -5e8, max: 5e8 }).map((shift) => now.getTime() + shift),
    },
    { weight: 1, arbitrary: fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }) },
  )
  .map((instant) => new Date(instant));
const optionValues = ["a", "A", "德国", "x,y", "{}", '"', "\\", "NULL", "😀"];
const options = fc.constantFrom(...optionValues);
const identifiers = fc.constantFrom(
  "00000000-0000-4000-8000-000000000000",
  "6f9619ff-8b86-4011-b42d-00cf4fc964ff",
  "ffffffff-ffff-4fff-bfff-ffffffffffff",
);

function field(
  type: FieldTypeName,
  sqlType: string,
  values: fc.Arbitrary<unknown>,
  constants: fc.Arbitrary<string | number | boolean>,
  more: Partial<FieldDescription> = {},
): RandomField {
  return {
    description: { type, label: { zh: type, en: type }, ...more },
    sqlType,
    values,
    constants,
  };
}

const optionList = optionValues.map((value) => ({ value, label: { zh: value, en: value } }));
const choices = { options: optionList };
const anyCase = identifiers.chain((id) => fc.constantFrom(id, id.toUpperCase()));
const withOffset = instants.chain((instant) =>
  fc.constantFrom(instant.toISOString(), instant.toISOString().replace("Z", "+00:00")),
);

/** Two columns or more of every type, so that fields are also compared with each other. */
const randomFields: Readonly<Record<string, RandomField>> = {
  text_1: field("text", "text", anyText, anyText),
  text_2: field("text", 'text collate "zh-x-icu"', anyText, anyText),
  text_3: field("text", 'text collate "C"', anyText, anyText),
  number_1: field("number", "float8", rowNumbers, numbers),
  number_2: field("number", "float8", rowNumbers, numbers),
  number_3: field("number", "numeric", decimals, fc.oneof(decimals.map(Number), numbers), {
    sqlType: "numeric",
  }),
  boolean_1: field("boolean", "boolean", fc.boolean(), fc.boolean()),
  boolean_2: field("boolean", "boolean", fc.boolean(), fc.boolean()),
  date_1: field("date", "date", dates, dates),
  date_2: field("date", "date", dates, dates),
  instant_1: field("dateTime", "timestamptz(3)", instants, withOffset),
  instant_2: field("dateTime", "timestamptz(3)", instants, withOffset),
  select_1: field("select", "text", options, options, choices),
  select_2: field("select", 'text collate "zh-x-icu"', options, options),
  many_1: field(
    "multiSelect",
    "text[]",
    fc.uniqueArray(options, { maxLength: 4 }),
    options,
    choices,
  ),
  many_2: field("multiSelect", "text[]", fc.array(options, { maxLength: 4 }), options),
  reference_1: field("reference", "uuid", identifiers, anyCase),
  reference_2: field("reference", "uuid", identifiers, anyCase),
  reference_3: field("reference", "text", texts, texts, { sqlType: "text" }),
  reference_4: field("reference", "text", texts, texts, { sqlType: "text" }),
};

/** The catalog of the random fields. */
export const randomCatalog: ReadonlyMap<string, FieldDescription> = new Map(
  Object.entries(randomFields).map(([name, { description }]) => [name, description]),
);

/** Column name → PostgreSQL type. */
export const randomColumns: readonly (readonly [name: string, sqlType: string])[] = Object.entries(
  randomFields,
).map(([name, { sqlType }]) => [name, sqlType]);

/** Rows with a value or null in every column. */
export const randomRows: fc.Arbitrary<Row> = fc.record(
  Object.fromEntries(
    Object.entries(randomFields).map(([name, { values }]) => [
      name,
      fc.option(values, { freq: 5 }),
    ]),
  ),
);

function operandOf(
  kind: Operator["operands"][number],
  name: string,
  { description, constants }: RandomField,
): fc.Arbitrary<Constant | Operand> {
  if (kind === "days") return fc.integer({ min: 0, max: 5 });
  if (kind === "list") return fc.array(constants, { minLength: 1, maxLength: 3 });
  const others = Object.entries(randomFields)
    .filter(
      ([
        other,
        {
          description: { type, sqlType },
        },
      ]) => {
        const comparable = type !== "reference" || sqlType === description.sqlType;
        return type === description.type && comparable && other !== name;
      },
    )
    .map(([other]) => ofField(other));
  if (others.length === 0) return constants;
  return fc.oneof(
    { weight: 2, arbitrary: constants },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

/** Every pair of a random field and an operator that applies to it. */
export const randomPairs: readonly (readonly [field: string, operator: OperatorName])[] =
  Object.entries(randomFields).flatMap(([name, { description }]) =>
    operatorsFor(description).map((operator) => [name, operator.name] as const),
  );

/** Type-checked comparisons of one field by one operator. */
export function randomComparison(
  name: string,
  operatorName: OperatorName,
): fc.Arbitrary<Condition> {
  const description = randomFields[name];
  const operator = operatorsFor(
    description?.description ?? { type: "text", label: { zh: "", en: "" } },
  ).find((candidate) => candidate.name === operatorName);
  if (description === undefined || operator === undefined) throw new Error("no such pair");
  return fc
    .tuple(...operator.operands.map((kind) => operandOf(kind, name, description)))
    .map((operands) => where(name, operatorName, ...operands));
}

const leaves = fc.constantFrom(...randomPairs).chain((pair) => randomComparison(...pair));

function treesOf(depth: number): fc.Arbitrary<Condition> {
  if (depth === 0) return leaves;
  const part = treesOf(depth - 1);
  const parts = fc.oneof(
    { weight: 5, arbitrary: fc.array(part, { minLength: 2, maxLength: 4 }) },
    { weight: 1, arbitrary: fc.array(part, { maxLength: 1 }) },
  );
  return fc.oneof(
    { weight: 1, arbitrary: leaves },
    { weight: 2, arbitrary: parts.map((list) => allOf(...list)) },
    { weight: 2, arbitrary: parts.map((list) => anyOf(...list)) },
    { weight: 1, arbitrary: part.map(not) },
  );
}

/** Type-checked conditions, nested up to three groups deep, about ten nodes. */
export const randomConditions: fc.Arbitrary<Condition> = treesOf(3);

/** Seed of the random tests: fixed, so that a failure repeats. */
export const seed = 20_260_310;
