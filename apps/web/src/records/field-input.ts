import type { FieldType, FieldValue } from "@causeway/platform-contract";

const pad = (value: number) => String(value).padStart(2, "0");

function localInput(iso: string): string {
  const date = new Date(iso);
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day}T${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/** What an `<input>` shows for a value: times in the reader's zone. */
export function inputText(type: FieldType, value: FieldValue): string {
  if (value === null) return "";
  return type === "dateTime" ? localInput(String(value)) : String(value);
}

/** The value of what was typed; empty is null. */
export function readInput(type: FieldType, text: string): FieldValue {
  if (text.trim() === "") return null;
  if (type === "number" || type === "currency") {
    const value = Number(text);
    return Number.isFinite(value) ? value : text;
  }
  if (type === "dateTime") {
    const date = new Date(text);
    return Number.isNaN(date.getTime()) ? text : date.toISOString();
  }
  return type === "longText" ? text : text.trim();
}
