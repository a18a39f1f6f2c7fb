import type { ProfileId } from "@causeway/kernel";
import { profilesOfRecord } from "@causeway/module-identity";
import { readScores } from "@causeway/module-prediction";
import { getRecord, type StoredRecord } from "@causeway/module-records";
import { plannedTier } from "@causeway/module-twin";
import {
  type Claim,
  counted,
  type Label,
  percentRange,
  type Score,
  type SourceReference,
  wholePercent,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/** How far back the brief looks: for pricing as far as the trigger does. */
const pricingDays = 90;
const otherDays = 30;

interface Mark {
  readonly eventId: string;
  readonly kind: string;
  readonly topic: string | null;
  readonly name: string;
  readonly occurredAt: Date;
}

/**
 * The brief on a lead: a sentence each on the visits to pricing, on other strong touchpoints, on the grade and on who it
 * is; every sentence with the sources it rests on. What is not known is not said.
 */
export async function gatherClaims(
  trx: WorkspaceTransaction,
  leadId: string,
): Promise<readonly Claim[]> {
  const lead = await getRecord(trx, { object: "lead", id: leadId });
  const members = await profilesOfRecord(trx, { object: "lead", id: leadId });
  const marks = await latestMarks(
    trx,
    members.map(({ profile }) => profile),
  );
  const [score] = await readScores(trx, { object: "lead", ids: [leadId] });
  return [
    ...pricingClaim(marks.filter(({ topic }) => topic === "pricing")),
    ...kindClaims(marks.filter(({ topic }) => topic !== "pricing")),
    ...(score ? [scoreClaim(score)] : []),
    ...personClaim(lead),
  ];
}

async function latestMarks(
  trx: WorkspaceTransaction,
  profiles: readonly ProfileId[],
): Promise<readonly Mark[]> {
  const { rows } = await sql<Mark>`
    select event_id::text as "eventId", kind, topic, name, occurred_at as "occurredAt" from touchpoints t
    where profile_id = any(${profiles}::uuid[])
      and (topic = 'pricing' and occurred_at > now() - make_interval(days => ${pricingDays})
        or (case when kind = 'web' then ${plannedTier} else tier end) = 'L1'
          and occurred_at > now() - make_interval(days => ${otherDays}))
    order by occurred_at desc limit 200`.execute(trx);
  return rows;
}

const eventSource = (mark: Mark, label: Label): SourceReference => ({
  kind: "event",
  id: mark.eventId,
  label,
  at: mark.occurredAt.toISOString(),
});

function pricingClaim(visits: readonly Mark[]): readonly Claim[] {
  const [latest] = visits;
  if (!latest) return [];
  return [
    {
      text: {
        zh: `${pricingDays} 天内打开报价页 ${visits.length} 次。`,
        en: `Opened pricing ${counted(visits.length, "time")} in ${pricingDays} days.`,
      },
      sources: visits
        .slice(0, 3)
        .map((visit) => eventSource(visit, { zh: "报价页", en: "Pricing" })),
    },
  ];
}

interface KindWords extends Label {
  /** English for one of them. */
  readonly one: string;
  readonly source: Label;
}

const kindWords: Readonly<Record<string, KindWords>> = {
  web: {
    ...{ zh: "官网关键动作", en: "key actions on the site", one: "key action on the site" },
    source: { zh: "官网", en: "Site" },
  },
  wechat: {
    ...{ zh: "微信互动", en: "WeChat contacts", one: "WeChat contact" },
    source: { zh: "微信", en: "WeChat" },
  },
  call: { zh: "来电", en: "calls", one: "call", source: { zh: "来电", en: "Call" } },
  email: {
    ...{ zh: "邮件回复", en: "e-mail replies", one: "e-mail reply" },
    source: { zh: "邮件", en: "E-mail" },
  },
  exhibition: {
    ...{ zh: "展会扫码", en: "exhibition scans", one: "exhibition scan" },
    source: { zh: "展会", en: "Exhibition" },
  },
  order: { zh: "订单", en: "orders", one: "order", source: { zh: "订单", en: "Order" } },
  service: {
    ...{ zh: "服务请求", en: "service requests", one: "service request" },
    source: { zh: "服务", en: "Service" },
  },
  message: {
    ...{ zh: "私信", en: "direct messages", one: "direct message" },
    source: { zh: "私信", en: "Message" },
  },
};

function kindClaims(marks: readonly Mark[]): readonly Claim[] {
  return Object.entries(kindWords).flatMap(([kind, word]): Claim[] => {
    const [latest, ...rest] = marks.filter((mark) => mark.kind === kind);
    if (!latest) return [];
    const count = rest.length + 1;
    return [
      {
        text: {
          zh: `${otherDays} 天内${word.zh} ${count} 次。`,
          en: `${counted(count, word.one, word.en)} in ${otherDays} days.`,
        },
        sources: [latest, ...rest].slice(0, 3).map((mark) => eventSource(mark, word.source)),
      },
    ];
  });
}

export function scoreClaim(score: Score): Claim {
  const strongest = score.reasons.filter(({ points }) => points > 0).slice(0, 2);
  const because = (locale: "zh" | "en") =>
    strongest.map(({ label }) => label[locale]).join(locale === "zh" ? "、" : ", ");
  const range = percentRange(score.low, score.high);
  return {
    text: {
      zh: `等级 ${score.grade}：赢单概率 ${wholePercent(score.value)}%（90% 区间 ${range}）${strongest.length > 0 ? `，主要依据：${because("zh")}` : ""}。`,
      en: `Grade ${score.grade}: ${wholePercent(score.value)}% to win (90% interval ${range})${strongest.length > 0 ? `, mainly ${because("en")}` : ""}.`,
    },
    sources: [
      {
        kind: "score",
        object: "lead",
        id: score.recordId,
        label: { zh: "线索评分", en: "Lead grade" },
        at: score.computedAt,
      },
    ],
  };
}

const recordWords: Readonly<Record<string, Label>> = {
  lead: { zh: "线索", en: "Lead" },
  contact: { zh: "联系人", en: "Contact" },
};

/** Who a lead or contact is. */
export function personClaim(record: StoredRecord): readonly Claim[] {
  const { company, title } = record.values;
  const known = [title, company].filter((value) => typeof value === "string" && value !== "");
  if (known.length === 0) return [];
  return [
    {
      text: {
        zh: `${record.title}：${known.join("，")}。`,
        en: `${record.title}: ${known.join(", ").replace(/\.$/, "")}.`,
      },
      sources: [
        {
          kind: "record",
          object: record.object,
          id: record.id,
          label: recordWords[record.object] ?? { zh: "记录", en: "Record" },
          at: record.updatedAt.toISOString(),
        },
      ],
    },
  ];
}
