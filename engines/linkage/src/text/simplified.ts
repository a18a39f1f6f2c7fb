import { Converter } from "opencc-js/t2cn";

const han = /\p{Script=Han}/u;

export function hasHan(text: string): boolean {
  return han.test(text);
}

let convert: ReturnType<typeof Converter> | undefined;

/** Traditional characters as simplified ones (OpenCC's tables). */
export function toSimplified(text: string): string {
  convert ??= Converter({ from: "t", to: "cn" });
  return convert?.(text) ?? text;
}
