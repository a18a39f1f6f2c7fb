import { allOf, type Condition, where } from "@causeway/engine-conditions";
import type { Random } from "@causeway/kernel";
import {
  countRecords,
  getRecord,
  listRecords,
  presentHits,
  presentRecords,
  readBoard,
  recordHistory,
  searchRecords,
} from "@causeway/module-records";
import type { Sort } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { personName, pick } from "./names.ts";

/** One thing that people ask a large workspace for. */
export interface Question {
  readonly name: string;
  readonly targetMs: number;
  /** Part of the name or columns of an index that must have been used; null where any plan will do. */
  readonly index: RegExp | null;
  ask(trx: WorkspaceTransaction, random: Random): Promise<unknown>;
}

/** What questions refer to. */
export interface Known {
  readonly accounts: readonly string[];
  readonly contacts: readonly string[];
  readonly changed: readonly string[];
  readonly owners: readonly string[];
  readonly companies: readonly string[];
  /** Cursors in the middle of the list, newest first. */
  readonly deep: readonly string[];
}

const noNames = async () => new Map<string, string>();
const newest: Sort = { field: "created_at", direction: "desc" };

/** Filters with a sort that people keep as views. */
export const viewShapes: readonly { name: string; filter: Condition; sort: Sort }[] = [
  {
    name: "等级，按评分",
    filter: where("level", "equals", "a"),
    sort: { field: "score", direction: "desc" },
  },
  { name: "战略客户，最新", filter: where("level", "equals", "strategic"), sort: newest },
  {
    name: "我的，按预算",
    filter: where("owner_id", "equals", "x"),
    sort: { field: "budget", direction: "desc" },
  },
  {
    name: "重点客户，下次拜访",
    filter: allOf(where("vip", "equals", true), where("level", "equals", "b")),
    sort: { field: "next_visit", direction: "asc" },
  },
  { name: "预算区间，最新", filter: where("budget", "between", 1000, 2000), sort: newest },
  { name: "关注定制", filter: where("interests", "containsAny", ["customs"]), sort: newest },
  {
    name: "按城市",
    filter: where("city", "equals", "苏州"),
    sort: { field: "last_contact", direction: "desc" },
  },
];

function list(filter: (random: Random) => Condition | undefined, sort: Sort = newest) {
  return async (trx: WorkspaceTransaction, random: Random) => {
    const condition = filter(random);
    const page = await listRecords(trx, {
      object: "contact",
      sort,
      limit: 50,
      ...(condition && { filter: condition }),
    });
    return presentRecords(trx, page.records, noNames);
  };
}

const count =
  (filter: (random: Random) => Condition | undefined) =>
  (trx: WorkspaceTransaction, random: Random) => {
    const condition = filter(random);
    return countRecords(trx, { object: "contact", ...(condition && { filter: condition }) });
  };

const searchIn =
  (text: (random: Random) => string) => async (trx: WorkspaceTransaction, random: Random) => {
    const { records } = await listRecords(trx, {
      object: "contact",
      search: text(random),
      limit: 50,
    });
    return presentRecords(trx, records, noNames);
  };

const searchAll =
  (text: (random: Random) => string) => async (trx: WorkspaceTransaction, random: Random) =>
    presentHits(trx, await searchRecords(trx, { text: text(random), limit: 20 }));

/** The questions of the table, in its order. */
export function questions(known: Known): readonly Question[] {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const twoLetters = (random: Random) => pick(random, [...letters]) + pick(random, [...letters]);
  const chinese = (random: Random) => {
    for (;;) {
      const name = personName(random);
      if (/^\p{Script=Han}+$/u.test(name)) return name.slice(0, 2);
    }
  };
  const pinyin = (random: Random) =>
    pick(random, ["wangfang", "zhangwei", "liuyang", "chenjing", "zhaolei", "sunxia", "guoying"]);
  return [
    {
      name: "first page, newest first",
      targetMs: 20,
      index: /created_at/,
      ask: list(() => undefined),
    },
    {
      name: "custom option = … by custom number",
      targetMs: 20,
      index: /level, score/,
      ask: list((r) => where("level", "equals", pick(r, ["a", "b", "c"])), {
        field: "score",
        direction: "desc",
      }),
    },
    {
      name: "rare option (1 in 5,000), newest first",
      targetMs: 20,
      index: /level/,
      ask: list(() => where("level", "equals", "strategic")),
    },
    {
      name: "owner by money",
      targetMs: 20,
      index: /owner_id, budget/,
      ask: list((r) => where("owner_id", "equals", pick(r, known.owners)), {
        field: "budget",
        direction: "desc",
      }),
    },
    {
      name: "two conditions by date",
      targetMs: 20,
      index: /level, vip/,
      ask: list(
        (r) =>
          allOf(where("vip", "equals", true), where("level", "equals", pick(r, ["a", "b", "c"]))),
        { field: "next_visit", direction: "asc" },
      ),
    },
    {
      name: "text = … by time",
      targetMs: 20,
      index: /city, last_contact/,
      ask: list((r) => where("city", "equals", pick(r, ["苏州", "上海", "西安"])), {
        field: "last_contact",
        direction: "desc",
      }),
    },
    {
      name: "money range, newest first",
      targetMs: 20,
      index: /budget|created_at/,
      ask: list((r) => {
        const from = 10 ** (3 + 3.9 * r());
        return where("budget", "between", Math.round(from), Math.round(from * 1.05));
      }),
    },
    {
      name: "rare entry of a multi-select",
      targetMs: 20,
      index: /interests/,
      ask: list(() => where("interests", "containsAny", ["customs"])),
    },
    {
      name: "field of the account, newest first",
      targetMs: 20,
      index: /created_at|industry/,
      ask: list((r) => where("account.industry", "equals", pick(r, ["medical", "energy"]))),
    },
    {
      name: "deep scroll (page in the middle)",
      targetMs: 20,
      index: /created_at/,
      ask: async (trx, random) => {
        const after = pick(random, known.deep);
        const { records } = await listRecords(trx, { object: "contact", after, limit: 100 });
        return presentRecords(trx, records, noNames);
      },
    },
    { name: "count of all", targetMs: 5, index: null, ask: count(() => undefined) },
    {
      name: "count, common option",
      targetMs: 5,
      index: null,
      ask: count((r) => where("level", "equals", pick(r, ["b", "c"]))),
    },
    {
      name: "count, rare option",
      targetMs: 5,
      index: /level/,
      ask: count(() => where("level", "equals", "strategic")),
    },
    {
      name: "list search, two Chinese characters",
      targetMs: 20,
      index: /gram|search/,
      ask: searchIn(chinese),
    },
    { name: "list search, pinyin", targetMs: 20, index: /gram|search/, ask: searchIn(pinyin) },
    {
      name: "global search, two Chinese characters",
      targetMs: 150,
      index: /gram|search/,
      ask: searchAll((r) => (r() < 0.5 ? chinese(r) : pick(r, known.companies).slice(2, 4))),
    },
    { name: "global search, pinyin", targetMs: 150, index: /gram|search/, ask: searchAll(pinyin) },
    {
      name: "global search, two letters (initials)",
      targetMs: 150,
      index: /gram|search/,
      ask: searchAll(twoLetters),
    },
    {
      name: "board of 200,000 deals with totals",
      targetMs: 150,
      index: null,
      ask: async (trx) => {
        const board = await readBoard(trx, { object: "deal", totalField: "amount", limit: 20 });
        return presentRecords(
          trx,
          board.columns.flatMap(({ records }) => records),
          noNames,
        );
      },
    },
    {
      name: "detail page with history",
      targetMs: 20,
      index: /pkey/,
      ask: async (trx, random) => {
        const id = pick(random, random() < 0.5 ? known.changed : known.contacts);
        const record = await getRecord(trx, { object: "contact", id });
        await recordHistory(trx, { object: "contact", id });
        return presentRecords(trx, [record], noNames);
      },
    },
    {
      name: "related lists of an account",
      targetMs: 20,
      index: /account/,
      ask: async (trx, random) => {
        const filter = where("account", "equals", pick(random, known.accounts));
        for (const object of ["contact", "deal"]) {
          const { records } = await listRecords(trx, { object, filter, limit: 5 });
          await presentRecords(trx, records, noNames);
        }
      },
    },
  ];
}
