import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { seededRandom } from "@causeway/kernel";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { main } from "../main.ts";

const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((line) => printed.push(line));
  vi.spyOn(console, "error").mockImplementation((line) => printed.push(line));
});
afterEach(() => vi.restoreAllMocks());

vi.setConfig({ testTimeout: 240_000 });

const folder = mkdtempSync(join(tmpdir(), "link-"));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const link = async (...args: readonly string[]) => {
  printed.length = 0;
  const code = await main(["link", ...args]);
  return { code, text: printed.join("\n") };
};
const answerOf = async (...args: readonly string[]) =>
  JSON.parse((await link(...args, "--json")).text);

const surnames = "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗".split(" ");
const given = "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀兰 霞 平".split(" ");
const cores = "宏远 华东 中工 天泽 博创 海通 瑞丰 金诺 科达 恒力 远景 安信 东方 立讯 德赛".split(
  " ",
);
const fields = "科技 机械 电子 建材 物流 贸易 医疗 能源".split(" ");

interface Row {
  readonly key: string;
  readonly name: string;
  readonly company: string;
  readonly phone: string;
  readonly city: string;
}

/** Contacts, most of them twice: the second time as other people would have typed them. */
function contacts(size: number): readonly Row[] {
  const random = seededRandom(5);
  const pick = (values: readonly string[]) => values[Math.floor(random() * values.length)] ?? "";
  const digits = (count: number) => String(Math.floor(random() * 10 ** count)).padStart(count, "0");
  return Array.from({ length: size }, (_, n): readonly Row[] => {
    const core = pick(cores) + pick(fields);
    const row: Row = {
      key: `K-${n}`,
      name: pick(surnames) + pick(given),
      company: `上海${core}有限公司`,
      phone: `138${digits(8)}`,
      city: pick(["上海", "苏州", "杭州", "南京"]),
    };
    const again = {
      ...row,
      company: random() < 0.5 ? `上海市${core}股份有限公司` : core,
      phone:
        random() < 0.3
          ? ""
          : `+86 ${row.phone.slice(0, 3)} ${row.phone.slice(3, 7)} ${row.phone.slice(7)}`,
      city: random() < 0.2 ? "" : row.city,
    };
    return n % 4 === 0 ? [row] : [row, again];
  }).flat();
}

const asCsv = (rows: readonly Row[], separator: string) =>
  [
    ["key", "姓名", "公司", "手机", "城市"].join(separator),
    ...rows.map((row) => [row.key, row.name, row.company, row.phone, row.city].join(separator)),
  ].join("\r\n");

it("link finds Chinese contacts typed twice, from any separator and from gzip, the same each time", async () => {
  const rows = contacts(240);
  const plain = file("contacts.csv", asCsv(rows, ","));
  const { seconds, ...found } = await answerOf(plain, "--truth", "key");
  expect(found.f1).toBeGreaterThan(0.98);
  expect(found.pairs).toBe(found.clusters);
  expect(seconds).toBeGreaterThan(0);
  const zipped = file("contacts.csv.gz", gzipSync(`\ufeff${asCsv(rows, "\t")}`));
  const again = await answerOf(zipped, "--truth", "key", "--truth-pattern", "K-(\\d+)");
  expect(again).toMatchObject(found);
});

it("link joins two files and writes row numbers of each, from a truth of pairs", async () => {
  const rows = contacts(200);
  const first = rows.filter((row, place) => rows[place - 1]?.key !== row.key);
  const second = rows.filter((row, place) => rows[place - 1]?.key === row.key);
  const left = file("left.csv", asCsv(first, ";"));
  const renamed = asCsv(second, ";").replace("key;姓名;公司;手机", "编号;联系人;单位;电话");
  const right = file("right.csv", renamed);
  const truth = file(
    "truth.csv",
    `id1,id2\n${second.map(({ key }) => `${key},${key}`).join("\n")}`,
  );
  const out = join(folder, "pairs.csv");
  const found = await answerOf(left, right, "--id", "key", "--truth", truth, "--out", out);
  expect(found.f1).toBeGreaterThan(0.98);
  const [header, ...lines] = readFileSync(out, "utf8").trim().split("\n");
  expect(header).toBe("left,right,probability");
  expect(lines).toHaveLength(found.pairs);
  const right_ = lines.filter((line) => {
    const [a, b, probability] = line.split(",").map(Number);
    expect(probability).toBeGreaterThanOrEqual(0.5);
    return first[a ?? -1]?.key === second[b ?? -1]?.key;
  });
  expect(right_.length / lines.length).toBeCloseTo(found.precision, 12);
});

it("link never takes truth or id for evidence, and a stricter threshold finds no more", async () => {
  const rows = contacts(150).map((row, n) => ({ ...row, key: `K-${n}`, phone: "", city: "" }));
  const path = file("hidden.csv", asCsv(rows, ","));
  const { pairs } = await answerOf(path, "--id", "key");
  const shuffled = rows.map((row, n) => ({ ...row, key: `K-${n % 7}` }));
  const other = await answerOf(file("lying.csv", asCsv(shuffled, ",")), "--truth", "key");
  expect(other.pairs).toBe(pairs);
  const strict = await answerOf(path, "--id", "key", "--threshold", "0.99");
  expect(strict.pairs).toBeLessThanOrEqual(pairs);
});

it("link follows rules that a person wrote", async () => {
  const path = file("ruled.csv", asCsv(contacts(100), ","));
  const rules = file(
    "rules.json",
    JSON.stringify({
      columns: { 手机: "phone", 姓名: "full-name" },
      blocking: [["手机"], ["姓名"]],
    }),
  );
  const { text } = await link(path, "--rules", rules);
  expect(text).toContain("手机 (phone)");
  expect(text).not.toContain("公司");
  expect(text).toMatch(/least certain pair|最没有把握/);
});

it("link finds nothing in a file of one row, and takes namesakes in a table without duplicates for others", async () => {
  const one = file("one.csv", asCsv(contacts(1), ","));
  expect(await answerOf(one)).toMatchObject({ pairs: 0, clusters: 0 });
  const alone = contacts(400).filter((row, place, all) => all[place - 1]?.key !== row.key);
  const found = await answerOf(file("alone.csv", asCsv(alone, ",")), "--truth", "key");
  expect(found.pairs).toBeLessThan(4);
});

it("link says in one line what is wrong, with exit code 2", async () => {
  const path = file("few.csv", "a,b\n1,x\n2,y\n");
  const wrong: readonly (readonly string[])[] = [
    [],
    [path, path, path],
    [join(folder, "absent.csv")],
    [path, "--truth", "absent"],
    [path, "--id", "absent"],
    [path, "--threshold", "1.5"],
    [path, "--truth", "a", "--truth-pattern", "("],
    [path, "--rules", file("bad.json", '{"columns": {"a": "colour"}}')],
    [path, "--rules", file("worse.json", "{")],
    [file("same.csv", "a\nx\nx\n")],
    [
      file("twice.csv", "a,b\n1,x\n1,y\n2,z\n"),
      "--id",
      "a",
      "--truth",
      file("named.csv", "l,r\n1,2\n"),
    ],
  ];
  for (const args of wrong) {
    const { code, text } = await link(...args);
    expect([args, code, text.split("\n").length]).toEqual([args, 2, 1]);
  }
});
