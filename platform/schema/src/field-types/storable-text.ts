import { accepted, type Reading, refused } from "./field-type.ts";

/**
 * Text that PostgreSQL can hold and an index can carry: no NUL, no lone surrogate, a bounded number
 * of UTF-16 units; white space around it is dropped.
 */
export function readStorableText(input: unknown, longest: number): Reading {
  if (typeof input !== "string") return refused("应为文本", "must be text");
  if (input.includes("\0") || /\p{Surrogate}/u.test(input)) {
    return refused("包含无法保存的字符", "contains a character that cannot be stored");
  }
  const text = input.trim();
  if (text.length === 0) return refused("不能为空", "must not be empty");
  if (text.length > longest) {
    return refused(`最多 ${longest} 个字符`, `must have at most ${longest} characters`);
  }
  return accepted(text);
}
