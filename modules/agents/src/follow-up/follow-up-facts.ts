import type { FieldCatalog, FieldDescription } from "@causeway/engine-conditions";

const grades = ["A", "B", "C", "D"].map((value) => ({ value, label: { zh: value, en: value } }));

/** What the trigger may ask about a visit to the pricing page. */
export const followUpFacts: FieldCatalog = new Map<string, FieldDescription>([
  ["grade", { type: "select", label: { zh: "线索等级", en: "Lead grade" }, options: grades }],
  [
    "earlier_pricing_visits",
    {
      type: "number",
      label: { zh: "90 天内此前打开报价页的次数", en: "Earlier visits to pricing in 90 days" },
    },
  ],
  [
    "lead_status",
    {
      type: "select",
      label: { zh: "线索状态", en: "Lead status" },
      options: [
        { value: "new", label: { zh: "新线索", en: "New" } },
        { value: "working", label: { zh: "跟进中", en: "Working" } },
        { value: "qualified", label: { zh: "已确认", en: "Qualified" } },
        { value: "converted", label: { zh: "已转化", en: "Converted" } },
        { value: "lost", label: { zh: "已流失", en: "Lost" } },
      ],
    },
  ],
  [
    "age_hours",
    { type: "number", label: { zh: "距打开报价页的小时数", en: "Hours since the visit" } },
  ],
]);
