import { field, standardObject } from "./define.ts";

export const product = standardObject({
  name: "product",
  label: { zh: "产品", en: "Product" },
  pluralLabel: { zh: "产品", en: "Products" },
  icon: "package",
  titleField: "name",
  fields: [
    field("name", "text", "名称", "Name", { required: true }),
    field("series", "text", "系列", "Series"),
    field("price", "currency", "价格", "Price"),
  ],
});
