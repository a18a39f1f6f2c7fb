import type { Option } from "@causeway/platform-contract";
import { option } from "./define.ts";

/** Suggestions for the industry of a company; any other text is as good. */
export const industries: readonly Option[] = [
  option("manufacturing", "制造", "Manufacturing"),
  option("automotive", "汽车", "Automotive"),
  option("electronics", "电子", "Electronics"),
  option("machinery", "机械", "Machinery"),
  option("energy", "能源", "Energy"),
  option("construction", "建筑", "Construction"),
  option("technology", "科技", "Technology"),
  option("software", "软件", "Software"),
  option("telecommunications", "通信", "Telecommunications"),
  option("finance", "金融", "Finance"),
  option("medical", "医疗", "Medical"),
  option("retail", "零售", "Retail"),
  option("logistics", "物流", "Logistics"),
  option("education", "教育", "Education"),
  option("entertainment", "文娱", "Entertainment"),
  option("marketing", "营销", "Marketing"),
  option("employment", "人力资源", "Employment"),
  option("services", "服务", "Services"),
  option("agriculture", "农业", "Agriculture"),
  option("government", "政府", "Government"),
];
