import type { ProfileId } from "@causeway/kernel";
import { profilesOfRecord } from "@causeway/module-identity";
import { readScores } from "@causeway/module-prediction";
import { getRecord, type StoredRecord } from "@causeway/module-records";
import type { Claim, Label, Score, SourceReference } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

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
    select event_id::text as "eventId", kind, topic, name, occurred_at as "occurredAt" from touchpoints
    where profile_id = any(${profiles}::uuid[]) and occurred_at > now() - interval '30 days'
      and (topic = 'pricing' or tier = 'L1')
    order by occurred_at desc limit 200`.execute(trx);
  return rows;
}

const moment = (at: Date) => at.toISOString().slice(5, 16).replace("T", " ");

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
        zh: `30 天内打开报价页 ${visits.length} 次，最近一次 ${moment(latest.occurredAt)}（UTC）。`,
        en: `Opened pricing ${visits.length} ${visits.length === 1 ? "time" : "times"} in 30 days, last on ${moment(latest.occurredAt)} (UTC).`,
      },
      sources: visits
        .slice(0, 3)
        .map((visit) => eventSource(visit, { zh: "报价页", en: "Pricing" })),
    },
  ];
}

const kindWords: Readonly<Record<string, Label>> = {
  web: { zh: "官网关键动作", en: "key actions on the site" },
  wechat: { zh: "微信互动", en: "WeChat contacts" },
  call: { zh: "来电", en: "calls" },
  email: { zh: "邮件回复", en: "e-mail replies" },
  exhibition: { zh: "展会扫码", en: "exhibition scans" },
  order: { zh: "订单", en: "orders" },
  service: { zh: "服务请求", en: "service requests" },
  message: { zh: "私信", en: "direct messages" },
};

function kindClaims(marks: readonly Mark[]): readonly Claim[] {
  return Object.entries(kindWords).flatMap(([kind, word]): Claim[] => {
    const [latest, ...rest] = marks.filter((mark) => mark.kind === kind);
    if (!latest) return [];
    const count = rest.length + 1;
    return [
      {
        text: {
          zh: `30 天内${word.zh} ${count} 次，最近一次 ${moment(latest.occurredAt)}（UTC）。`,
          en: `${count} ${word.en} in 30 days, last on ${moment(latest.occurredAt)} (UTC).`,
        },
        sources: [latest, ...rest]
          .slice(0, 3)
          .map((mark) => eventSource(mark, { zh: mark.name, en: mark.name })),
      },
    ];
  });
}

const percent = (share: number) => Math.round(share * 100);

function scoreClaim(score: Score): Claim {
  const strongest = score.reasons.filter(({ points }) => points > 0).slice(0, 2);
  const because = (locale: "zh" | "en") =>
    strongest.map(({ label }) => label[locale]).join(locale === "zh" ? "、" : ", ");
  const range = `${percent(score.low)}–${percent(score.high)}`;
  return {
    text: {
      zh: `等级 ${score.grade}：赢单概率 ${percent(score.probability)}%（90% 区间 ${range}）${strongest.length > 0 ? `，主要依据：${because("zh")}` : ""}。`,
      en: `Grade ${score.grade}: ${percent(score.probability)}% to win (90% interval ${range})${strongest.length > 0 ? `, mainly ${because("en")}` : ""}.`,
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

function personClaim(lead: StoredRecord): readonly Claim[] {
  const { company, title } = lead.values;
  const known = [title, company].filter((value) => typeof value === "string" && value !== "");
  if (known.length === 0) return [];
  return [
    {
      text: {
        zh: `${lead.title}：${known.join("，")}。`,
        en: `${lead.title}: ${known.join(", ")}.`,
      },
      sources: [
        {
          kind: "record",
          object: "lead",
          id: lead.id,
          label: { zh: "线索", en: "Lead" },
          at: lead.updatedAt.toISOString(),
        },
      ],
    },
  ];
}
