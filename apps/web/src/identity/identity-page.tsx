import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { matchingQuery } from "../api/identity-queries.ts";
import { GroupsList } from "../groups/groups-list.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Segments } from "../parts/segments.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { useSearchChange } from "../shell/use-search-change.ts";
import { type TextKey, useTexts } from "../texts/text.ts";
import { TouchpointTabs } from "../touchpoints/touchpoint-tabs.tsx";
import "./identity.css";
import { DuplicatesList } from "./duplicates-list.tsx";
import { IdentifierRules } from "./identifier-rules.tsx";
import { MatchingList } from "./matching-list.tsx";
import { ReviewQueue } from "./review-queue.tsx";
import { RuleEditor } from "./rule-editor.tsx";

const parts = ["matching", "reviews", "rules", "duplicates", "groups"] as const;
const titles = {
  matching: "identity.matching",
  reviews: "identity.reviews",
  rules: "identity.rules",
  duplicates: "duplicates.title",
  groups: "groups.title",
} as const satisfies Readonly<Record<(typeof parts)[number], TextKey>>;

/** How people are told apart: matching rules, what they leave to a person, and the rules of identifiers. */
export function IdentityPage() {
  const { t } = useTexts();
  const { id, role } = useWorkspace();
  const search = useSearch({ from: "/w/$workspace/touchpoints/identity" });
  const change = useSearchChange<typeof search>();
  const { data, error, refetch } = useQuery(matchingQuery(id));
  const isNew = search.tab === "new" && isAtLeast(role, "admin");
  const part = parts.find((one) => one === search.tab) ?? "matching";
  const needsRules = isNew || part === "matching";
  return (
    <>
      <PageTop
        title={t("identity.title")}
        area={t("shell.touchpoints")}
        hint={t("identity.hint")}
        switches={<TouchpointTabs current="identity" />}
      >
        {isAtLeast(role, "admin") && !isNew && part === "matching" && (
          <button type="button" className="button primary" onClick={() => change({ tab: "new" })}>
            <Icon of={Plus} size={14} />
            {t("identity.newRule")}
          </button>
        )}
      </PageTop>
      <div className="columns">
        <div className="body identity">
          {!isNew && (
            <div className="toolbar">
              <Segments
                label={t("identity.title")}
                value={part}
                options={parts.map((value) => ({
                  value,
                  text: t(titles[value]),
                }))}
                onChange={(tab) => change({ tab: tab === "matching" ? undefined : tab })}
              />
            </div>
          )}
          {needsRules && error && <ProblemBox error={error} onRetry={() => void refetch()} />}
          {needsRules && !data && !error && <Skeleton rows={8} />}
          {isNew && data && (
            <RuleEditor known={data.fields} onClose={() => change({ tab: undefined })} />
          )}
          {!isNew && part === "matching" && data && (
            <MatchingList data={data} onNew={() => change({ tab: "new" })} />
          )}
          {!isNew && part === "reviews" && <ReviewQueue />}
          {!isNew && part === "rules" && <IdentifierRules />}
          {!isNew && part === "duplicates" && <DuplicatesList />}
          {!isNew && part === "groups" && <GroupsList />}
        </div>
      </div>
    </>
  );
}
