import type { Locale } from "@causeway/platform-contract";
import { languageTag } from "./numbers.ts";

const pad = (value: number) => String(value).padStart(2, "0");

/** Time of day in the reader's zone: `14:20`. */
export function formatClock(date: Date): string {
  return `${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

const weekdays = {
  zh: new Intl.DateTimeFormat(languageTag("zh"), { weekday: "short" }),
  en: new Intl.DateTimeFormat(languageTag("en"), { weekday: "short" }),
} as const;
const months = new Intl.DateTimeFormat("en-GB", { month: "short" });

function weekday(date: Date, locale: Locale): string {
  return weekdays[locale].format(date);
}

function monthName(date: Date): string {
  return months.format(date);
}

/** Day of the reader's zone: `11-18`, with the year where it is not this one: `2025-11-18`; en `18 Nov`. */
export function formatDay(date: Date, locale: Locale, now: Date): string {
  const sameYear = date.getFullYear() === now.getFullYear();
  if (locale === "zh") {
    const day = `${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
    return sameYear ? day : `${date.getFullYear()}-${day}`;
  }
  const day = `${date.getDate()} ${monthName(date)}`;
  return sameYear ? day : `${day} ${date.getFullYear()}`;
}

/** Day and time: `11-18 14:20`, `18 Nov 14:20`. */
export function formatMoment(date: Date, locale: Locale, now: Date): string {
  return `${formatDay(date, locale, now)} ${formatClock(date)}`;
}

/** The heading of a day: `11 月 18 日 周三`, `Wed 18 Nov`. */
export function formatHeading(date: Date, locale: Locale): string {
  return locale === "zh"
    ? `${date.getMonth() + 1} 月 ${date.getDate()} 日 ${weekday(date, locale)}`
    : `${weekday(date, locale)} ${date.getDate()} ${monthName(date)}`;
}

/** A day on the axis of the time line: `11-09 周一`, `9 Nov`. */
export function formatAxisDay(date: Date, locale: Locale): string {
  return locale === "zh"
    ? `${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${weekday(date, locale)}`
    : `${weekday(date, locale)} ${date.getDate()} ${monthName(date)}`;
}

/** A month on the axis: `2026-02`, `Feb 2026`. */
export function formatMonth(date: Date, locale: Locale): string {
  return locale === "zh"
    ? `${date.getFullYear()}-${pad(date.getMonth() + 1)}`
    : `${monthName(date)} ${date.getFullYear()}`;
}

/** The same of a month by its name, `2026-11`. */
export function formatMonthOf(name: string, locale: Locale): string {
  return formatMonth(new Date(`${name}-01T00:00`), locale);
}

/** How long ago in the largest unit that is not zero: `3 分钟前`, `3 min ago`. */
export function formatAgo(date: Date, locale: Locale, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - date.getTime()) / 1000);
  const format = new Intl.RelativeTimeFormat(languageTag(locale), {
    numeric: seconds < 5 ? "auto" : "always",
    style: "short",
  });
  if (seconds < 5) return format.format(0, "second");
  if (seconds < 60) return format.format(-Math.floor(seconds), "second");
  if (seconds < 3600) return format.format(-Math.floor(seconds / 60), "minute");
  if (seconds < 86_400) return format.format(-Math.floor(seconds / 3600), "hour");
  if (seconds < 86_400 * 60) return format.format(-Math.floor(seconds / 86_400), "day");
  return format.format(-Math.floor(seconds / (86_400 * 30.44)), "month");
}

/** Time after a start, in hours and minutes: `+ 23:49`. */
export function formatOffset(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  return `+ ${Math.floor(minutes / 60)}:${pad(minutes % 60)}`;
}

/** A duration in the largest two units: `4 分 36 秒`, `4 min 36 s`. */
export function formatDuration(seconds: number, locale: Locale): string {
  const units =
    locale === "zh" ? { h: " 小时", m: " 分", s: " 秒" } : { h: " h", m: " min", s: " s" };
  const whole = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  if (whole >= 3600) parts.push(`${Math.floor(whole / 3600)}${units.h}`);
  if (whole >= 60 && whole % 3600 >= 60) parts.push(`${Math.floor((whole % 3600) / 60)}${units.m}`);
  if (whole < 3600 && (whole % 60 > 0 || whole === 0)) parts.push(`${whole % 60}${units.s}`);
  return parts.join(" ");
}
