import type { DataTable } from "../data/table.ts";
import { isConstant } from "./prepare-table.ts";

export type TestKind = "chi-square" | "g-square" | "fisher-z" | "mixed";

/** Which test a run uses, and why, for people to read. */
export interface TestChoice {
  readonly kind: TestKind;
  readonly why: { readonly en: string; readonly zh: string };
}

/** The test that fits the kinds of the columns that vary, or the one asked for. */
export function chooseTest(table: DataTable, asked: TestKind | "auto"): TestChoice {
  if (asked !== "auto") return { kind: asked, why: { en: "as asked for", zh: "按指定" } };
  const varying = table.columns.filter((column) => !isConstant(column));
  const categorical = varying.filter(({ kind }) => kind === "categorical").length;
  const continuous = varying.length - categorical;
  if (continuous === 0) {
    return {
      kind: "chi-square",
      why: { en: "all columns hold categories", zh: "所有列都是类别" },
    };
  }
  if (categorical === 0) {
    return { kind: "fisher-z", why: { en: "all columns hold numbers", zh: "所有列都是数值" } };
  }
  return {
    kind: "mixed",
    why: {
      en: `${categorical} columns hold categories and ${continuous} hold numbers`,
      zh: `${categorical} 列是类别，${continuous} 列是数值`,
    },
  };
}
