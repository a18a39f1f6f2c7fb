import { parseArgs } from "node:util";
import { seededRandom } from "@causeway/kernel";
import { comparedColumns, findDuplicates } from "@causeway/module-identity";
import type { Field } from "@causeway/platform-contract";
import { makeCompanies } from "./duplicates/make-companies.ts";

// Companies that stand twice, found as the product finds them every night: how many of those that were planted, how many
// others, in what time. Half of the cells but the names are empty; each double is written with another legal form.
// node bench/src/duplicates.ts [--sizes 1000,20000,1000000] [--twice 0.01] [--seed 1]

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "1000,20000,1000000" },
    twice: { type: "string", default: "0.01" },
    seed: { type: "string", default: "1" },
  },
});

const fieldOf = (name: string, type: Field["type"]): Field => ({
  ...{ name, type, label: { zh: name, en: name } },
  ...{ required: false, unique: false, system: true, options: [], target: null },
});
const fields = [
  fieldOf("name", "text"),
  fieldOf("website", "url"),
  fieldOf("phone", "phone"),
  fieldOf("credit_code", "text"),
];
const heads = ["companies", "planted", "proposed", "right", "seconds", "MB"];
console.log(heads.map((head) => head.padStart(11)).join(""));

for (const size of values.sizes.split(",").map(Number)) {
  const random = seededRandom(Number(values.seed));
  const companies = makeCompanies(random, size, Math.round(size * Number(values.twice)));
  const columns = comparedColumns({ titleField: "name", fields }).map((column) => ({
    ...column,
    written: column.fields.map((field) => companies.map(({ values: own }) => own[field] ?? "")),
  }));
  const begin = process.cpuUsage();
  const { pairs, found } = findDuplicates({ rows: companies.length, columns });
  const { user, system } = process.cpuUsage(begin);
  const right = pairs.filter(
    ({ left, right: other }) => companies[left]?.company === companies[other]?.company,
  ).length;
  const cells = [
    companies.length,
    companies.length - size,
    found,
    right,
    ((user + system) / 1e6).toFixed(1),
    Math.round(process.resourceUsage().maxRSS / 1e3),
  ];
  console.log(cells.map((cell) => String(cell).padStart(11)).join(""));
}
