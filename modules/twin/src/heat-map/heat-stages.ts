import { readSchema } from "@causeway/module-records";
import type { HeatMap } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";

const before = [
  { name: "anonymous", label: { zh: "未识别", en: "Anonymous" } },
  { name: "known", label: { zh: "已识别", en: "Known" } },
  { name: "lead", label: { zh: "线索", en: "Lead" } },
];
const after = [
  { name: "customer", label: { zh: "成交客户", en: "Customer" } },
  { name: "lost", label: { zh: "输单之后", en: "After a loss" } },
];

/** Where a customer can stand, in order: before a deal, the open stages of the business's own deals, after one. */
export async function heatStages(trx: WorkspaceTransaction): Promise<HeatMap["stages"]> {
  const schema = await readSchema(trx);
  const deal = schema.objects.find(({ name }) => name === "deal");
  const options = deal?.fields.find(({ name }) => name === deal.stageField)?.options ?? [];
  const open = options.filter(({ value }) => value !== "won" && value !== "lost");
  return [...before, ...open.map(({ value, label }) => ({ name: value, label })), ...after];
}
