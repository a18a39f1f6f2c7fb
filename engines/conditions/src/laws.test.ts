import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  now,
  randomCatalog,
  randomConditions,
  randomRows,
  seed,
  timeZone,
} from "../test/random-condition.ts";
import { checkCondition, requireCondition } from "./check-condition.ts";
import { compileToSql } from "./compile-to-sql.ts";
import { allOf, anyOf, type Condition, not } from "./condition.ts";
import { conditionFields } from "./condition-fields.ts";
import { describe as describeCondition } from "./describe.ts";
import { evaluate, type Row } from "./evaluate.ts";
import { explain } from "./explain.ts";
import { parseCondition } from "./parse-condition.ts";
import type { Verdict } from "./value.ts";

function verdict(condition: Condition, row: Row): Verdict {
  return evaluate(requireCondition(condition, randomCatalog), row, { now, timeZone });
}

const options = { seed, numRuns: 500 };
const some = fc.array(randomConditions, { maxLength: 3 });

describe("evaluate", () => {
  it("obeys De Morgan's laws", () => {
    fc.assert(
      fc.property(some, randomRows, (parts, row) => {
        expect(verdict(not(allOf(...parts)), row)).toBe(verdict(anyOf(...parts.map(not)), row));
        expect(verdict(not(anyOf(...parts)), row)).toBe(verdict(allOf(...parts.map(not)), row));
      }),
      options,
    );
  });

  it("obeys double negation, and order of parts does not matter", () => {
    fc.assert(
      fc.property(some, randomRows, (parts, row) => {
        const whole = verdict(allOf(...parts), row);
        expect(verdict(not(not(allOf(...parts))), row)).toBe(whole);
        expect(verdict(allOf(...parts.toReversed()), row)).toBe(whole);
      }),
      options,
    );
  });

  it("never throws on a checked condition whose row values count as null where they do not fit", () => {
    const anyRow = fc.record(
      Object.fromEntries([...randomCatalog.keys()].map((name) => [name, fc.anything()])),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(randomConditions, anyRow, (condition, row) => {
        const checked = requireCondition(condition, randomCatalog);
        const result = evaluate(checked, row, { now, unreadable: "null" });
        expect([true, false, null]).toContain(result);
      }),
      options,
    );
  });

  it("reads only the fields that conditionFields names", () => {
    fc.assert(
      fc.property(randomConditions, randomRows, (condition, row) => {
        const fields = conditionFields(condition);
        const part = Object.fromEntries(fields.map((name) => [name, row[name]]));
        expect(verdict(condition, part)).toBe(verdict(condition, row));
      }),
      options,
    );
  });
});

describe("parseCondition", () => {
  it("returns the same tree after a round trip through JSON", () => {
    fc.assert(
      fc.property(randomConditions, (condition) => {
        const result = parseCondition(JSON.parse(JSON.stringify(condition)));
        expect(result).toEqual({ ok: true, condition });
      }),
      options,
    );
  });

  it("never throws, whatever the input", () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        const result = parseCondition(input);
        if (result.ok) checkCondition(result.condition, randomCatalog);
        else expect(result.issues.length).toBeGreaterThan(0);
      }),
      { seed, numRuns: 5000 },
    );
  });
});

describe("compileToSql", () => {
  it("puts no constant into the text, and numbers each parameter once", () => {
    fc.assert(
      fc.property(randomConditions, (condition) => {
        const checked = requireCondition(condition, randomCatalog);
        const { text, parameters, fragments } = compileToSql(checked, { column: () => "c", now });
        const placeholders = text.match(/\$\d+/g) ?? [];
        expect(placeholders).toEqual(parameters.map((_, index) => `$${index + 1}`));
        expect(fragments).toHaveLength(parameters.length + 1);
        expect(text).toMatch(/^[\w\s$:()[\]<>=&@,"'{}]*$/);
      }),
      options,
    );
  });
});

describe("explain", () => {
  it("comes to the verdict of evaluate and leaves no place of a phrase unfilled", () => {
    fc.assert(
      fc.property(
        randomConditions,
        randomRows,
        fc.constantFrom("zh", "en"),
        (condition, row, locale) => {
          const checked = requireCondition(condition, randomCatalog);
          const result = explain(checked, row, { locale, now, timeZone });
          expect(result.verdict).toBe(verdict(condition, row));
          expect(describeCondition(checked, { locale })).not.toMatch(/\{(field|\d)\}/);
        },
      ),
      options,
    );
  });
});
