import fc, { type Arbitrary } from "fast-check";
import type { Schema, Surface } from "./operations.ts";

/** What stands where a schema leaves the choice. */
export interface Leaves {
  /** Free text. */
  readonly text: Arbitrary<unknown>;
  readonly id: Arbitrary<unknown>;
  /** Names of objects, fields and options. */
  readonly name: Arbitrary<unknown>;
  /** Where any JSON may stand: filters, payloads. */
  readonly json: Arbitrary<unknown>;
  /** Keys of dictionaries. */
  readonly key: Arbitrary<string>;
  /** Now and then put in the place of anything at all. */
  readonly spoiled?: Arbitrary<unknown>;
}

const deepest = 8;
const moments = ["2026-01-31T08:00:00Z", "2000-02-29T23:59:59.999Z", "9999-12-31T23:59:59Z"];

/** Values that a schema allows, with the leaves asked for. */
export function fromSchema(
  surface: Pick<Surface, "resolve">,
  wanted: Schema,
  leaves: Leaves,
  depth = 0,
): Arbitrary<unknown> {
  const value = sound(surface, wanted, leaves, depth);
  if (leaves.spoiled === undefined) return value;
  return fc.oneof({ weight: 12, arbitrary: value }, { weight: 1, arbitrary: leaves.spoiled });
}

function sound(
  surface: Pick<Surface, "resolve">,
  wanted: Schema,
  leaves: Leaves,
  depth: number,
): Arbitrary<unknown> {
  if (wanted.$ref?.includes("__schema") || depth > deepest) return leaves.json;
  const schema = surface.resolve(wanted);
  const inside = (part: Schema) => fromSchema(surface, part, leaves, depth + 1);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices) return fc.oneof(...choices.map(inside));
  switch (schema.type) {
    case "string":
      return text(schema, leaves);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "integer":
    case "number":
      return number(schema);
    case "array": {
      const { items = {}, minItems = 0, maxItems = 3 } = schema;
      return fc.array(inside(items), {
        minLength: Math.max(minItems, 1),
        maxLength: Math.max(minItems, Math.min(maxItems, 3)),
      });
    }
    case "object":
      return object(schema, leaves, inside);
    default:
      return leaves.json;
  }
}

function text(schema: Schema, leaves: Leaves): Arbitrary<unknown> {
  if (schema.format === "date-time") return fc.constantFrom(...moments);
  if (schema.format === "date") return fc.constantFrom(...moments.map((at) => at.slice(0, 10)));
  if (schema.format === "uuid") return leaves.id;
  if (schema.format === "email") return fc.constantFrom("a@example.com", "li.qiang@example.cn");
  return schema.pattern?.startsWith("^[a-z]") ? leaves.name : leaves.text;
}

function number({ minimum, maximum, type }: Schema): Arbitrary<number> {
  const range = { min: Math.max(minimum ?? -1000, -1e9), max: Math.min(maximum ?? 1000, 1e9) };
  return type === "integer" ? fc.integer(range) : fc.double({ ...range, noNaN: true });
}

function object(
  schema: Schema,
  leaves: Leaves,
  inside: (part: Schema) => Arbitrary<unknown>,
): Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const known = Object.fromEntries(
    Object.entries(properties).map(([name, part]) => [name, inside(part)]),
  );
  const fixed = fc.record(known, { requiredKeys: [...required] });
  if (typeof additionalProperties !== "object") return fixed;
  const free = fc.dictionary(leaves.key, inside(additionalProperties), { minKeys: 1, maxKeys: 4 });
  return fc.tuple(free, fixed).map(([one, two]) => ({ ...one, ...two }));
}
