import { where } from "@causeway/engine-conditions";
import { predictionDefinitionSchema } from "@causeway/platform-contract";
import { standardObjects } from "@causeway/platform-schema";
import { expect, it } from "vitest";
import { fieldsNamed } from "./prediction-uses.ts";

it("fieldsNamed() finds fields in conditions, features, filters of related records, and columns of a version", () => {
  const label = { zh: "测试", en: "Test" };
  const definition = predictionDefinitionSchema.parse({
    ...{ name: "test", label, object: "deal" },
    population: where("account.industry", "equals", "retail"),
    moment: { kind: "changed", field: "stage" },
    outcome: {
      kind: "condition",
      condition: where("stage", "equals", "won"),
      ...{ horizonDays: 90, dateField: "closed_at" },
    },
    features: [
      { kind: "fields", of: "account", names: ["city"] },
      { kind: "field-history", field: "amount" },
      {
        ...{ kind: "related", of: "account", object: "contact", through: "account" },
        ...{ measure: "count", label },
        filter: where("title", "equals", "CEO"),
      },
    ],
  });
  const columns = ["field:expected_close", "field:account.employees", "deal:age_days"];
  const found = fieldsNamed({ version: 1, objects: standardObjects }, definition, columns);
  expect(found.map(({ object, field }) => `${object}.${field}`).sort()).toEqual([
    "account.city",
    "account.employees",
    "account.industry",
    "contact.account",
    "contact.title",
    "deal.account",
    "deal.amount",
    "deal.closed_at",
    "deal.expected_close",
    "deal.stage",
  ]);
});
