import { isBlocked } from "../identifiers/blocked-values.ts";

/** Longer texts are no numbers, and are searched for numbers only at their beginning. */
const longestText = 400;
const longestNumber = 100;
const mostNumbers = 8;

/**
 * The ways in which events may write the numbers that a record's field holds: the whole value, and what looks like a number
 * in a longer text (`启衡 备件订单 SO2026-0012`), each as written, in capitals, in small letters, with and without `#`. Empty where
 * there is none: a number has four characters at least and a digit, one within a text five digits, and a date is none.
 */
export function numberForms(text: string): readonly string[] {
  const value = text.normalize("NFKC").trim().slice(0, longestText);
  const whole = /\s/.test(value) || value.length > longestNumber ? [] : [value];
  const parts =
    value.match(/[\p{Script=Latin}\d](?:[\p{Script=Latin}\d._/-]*[\p{Script=Latin}\d])?/gu) ?? [];
  const numbers = [
    ...whole.filter(isNumber),
    ...parts.filter(isNumberInText).slice(0, mostNumbers),
  ];
  return [...new Set(numbers.flatMap(formsOf))];
}

function isNumber(value: string): boolean {
  return /\d/.test(value) && value.replace(/^#/, "").length >= 4 && !isBlocked(value);
}

function isNumberInText(part: string): boolean {
  const digits = part.replace(/\D/g, "").length;
  return digits >= 5 && part.length <= longestNumber && !isDate(part) && !isBlocked(part);
}

function isDate(part: string): boolean {
  return (
    /^(19|20)\d{2}([-./]\d{1,2}){1,2}$/.test(part) || /^(19|20)\d{2}(0\d|1[0-2])[0-3]\d$/.test(part)
  );
}

function formsOf(number: string): readonly string[] {
  const bare = number.replace(/^#/, "");
  return [bare, bare.toUpperCase(), bare.toLowerCase()].flatMap((one) => [one, `#${one}`]);
}
