import { expect, it } from "vitest";
import { inferField } from "./infer-field.ts";

const fieldOf = (name: string, samples: readonly string[]) =>
  inferField(
    { name, samples, distinct: samples.length, empty: 0, longest: 40 },
    samples.length,
    new Set(),
  );

it.each([
  [["12", "3.5"], "number"],
  [["0", "0.5"], "number"],
  [["0012", "0107"], "text"],
  [["110101199001011234", "310101198001011234"], "text"],
  [["1.10101199001011E+17"], "text"],
  [["13812345678", "021-12345678"], "phone"],
])("inferField() takes digits that name something for text: %j is %s", (samples, type) => {
  expect(fieldOf("编号", samples).type).toBe(type);
});

it("inferField() gives no column the name of what every record or table has", () => {
  const names = ["ID", "Version", "created at", "owner_id", "ctid", "import id", "Values"];
  expect(names.map((name) => fieldOf(name, ["a"]).name)).toEqual([
    "id_2",
    "version_2",
    "created_at_2",
    "owner_id_2",
    "ctid_2",
    "import_id_2",
    "values_2",
  ]);
});
