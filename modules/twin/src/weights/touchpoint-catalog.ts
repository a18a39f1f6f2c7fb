import type { FieldCatalog, FieldDescription } from "@causeway/engine-conditions";
import { touchpointKindSchema } from "@causeway/platform-contract";
import { pageTopics } from "../vocabulary/page-topics.ts";

const option = (value: string) => ({ value, label: { zh: value, en: value } });

const fields: Readonly<Record<string, FieldDescription>> = {
  kind: {
    type: "select",
    label: { zh: "触点类型", en: "Kind" },
    options: touchpointKindSchema.options.map(option),
  },
  type: { type: "text", label: { zh: "调用", en: "Call" } },
  name: { type: "text", label: { zh: "名称或路径", en: "Name or path" } },
  topic: {
    type: "select",
    label: { zh: "页面主题", en: "Topic" },
    options: pageTopics.map(({ name, label }) => ({ value: name, label })),
  },
  subject: { type: "text", label: { zh: "关于", en: "About" } },
  tier: {
    type: "select",
    label: { zh: "级别", en: "Tier" },
    options: ["L1", "L2", "L3"].map(option),
  },
};

/** What a condition can ask of a touchpoint; the names are columns of `touchpoints`. */
export const touchpointCatalog: FieldCatalog = new Map(Object.entries(fields));
