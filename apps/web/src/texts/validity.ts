import type { Pairs } from "./pairs.ts";

export const validity = {
  missing: ["请填写这一项", "Please fill this in"],
  badNumber: ["请填写数字", "Please enter a number"],
  badEmail: [
    "请填写邮箱地址，如 name@example.com",
    "Please enter an address like name@example.com",
  ],
  badUrl: [
    "请填写网址，如 https://example.com",
    "Please enter an address like https://example.com",
  ],
  short: ["至少 {{shown}} 个字符", "At least {{shown}} characters"],
  low: ["不能小于 {{least}}", "Must not be below {{least}}"],
  high: ["不能大于 {{most}}", "Must not be above {{most}}"],
  step: ["小数位数过多", "Too many decimals"],
  pattern: ["格式不对", "This does not have the right form"],
} as const satisfies Pairs;
