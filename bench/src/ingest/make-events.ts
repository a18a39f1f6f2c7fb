import { seededRandom } from "@causeway/kernel";

/** One event as Segment's server clients send it: some 700 bytes of JSON, a third of it context that every event repeats. */
export type SentEvent = Readonly<Record<string, unknown>>;

const pages = [
  "/",
  "/pricing",
  "/docs/quick-start",
  "/cases/automotive",
  "/trial",
  "/产品/可编程控制器",
];
const titles = ["首页", "价格", "快速上手", "汽车行业案例", "申请试用", "可编程控制器"];
const industries = ["汽车零部件", "注塑", "电子", "食品机械", "新能源"];
const agents = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.66",
];

/** A seeded stream of events of a B2B site: two thirds page views, the rest tracks and identifies. Every id is new. */
export function makeEvents(
  count: number,
  options: { seed: number; prefix: string; at: Date },
): readonly SentEvent[] {
  const random = seededRandom(options.seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  return Array.from({ length: count }, (_, index) => {
    const visitor = Math.floor(random() * 5_000);
    const page = Math.floor(random() * pages.length);
    const time = new Date(options.at.getTime() - Math.floor(random() * 600_000)).toISOString();
    const common = {
      messageId: `${options.prefix}-${index.toString(36)}-${Math.floor(random() * 2 ** 40).toString(36)}`,
      anonymousId: `a3f1c9e2-7b64-4d0f-9a51-${visitor.toString(16).padStart(12, "0")}`,
      userId: visitor % 4 === 0 ? `u-${visitor}` : null,
      timestamp: time,
      originalTimestamp: time,
      context: {
        library: { name: "causeway", version: "0.1.0" },
        locale: visitor % 5 === 0 ? "en-US" : "zh-CN",
        timezone: "Asia/Shanghai",
        userAgent: agents[visitor % agents.length],
        page: {
          path: pages[page],
          title: titles[page],
          url: `https://www.example.com${pages[page]}`,
          referrer: "https://www.baidu.com/",
        },
        screen: { width: 1920, height: 1080, density: 2 },
      },
    };
    const kind = random();
    if (kind < 0.65) {
      const properties = {
        path: pages[page],
        title: titles[page],
        scrolled: Math.floor(random() * 100),
        durationMs: Math.floor(random() * 90_000),
      };
      return { ...common, type: "page", name: titles[page], properties };
    }
    if (kind < 0.95) {
      const properties = {
        product: `AX-${100 + Math.floor(random() * 40)}`,
        quantity: 1 + Math.floor(random() * 20),
        industry: pick(industries),
        value: Math.floor(random() * 1e6) / 100,
      };
      return {
        ...common,
        type: "track",
        event: pick(["Product Viewed", "Quote Requested", "Document Downloaded", "Video Played"]),
        properties,
      };
    }
    const traits = {
      name: `客户 ${visitor}`,
      email: `u${visitor}@example.com`,
      company: `第${visitor % 300}工厂`,
      industry: pick(industries),
    };
    return { ...common, userId: `u-${visitor}`, type: "identify", traits };
  });
}
