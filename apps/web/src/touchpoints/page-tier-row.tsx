import type { PageMatch, PageTierRule, PageTiers, Tier } from "@causeway/platform-contract";
import { ChevronDown, ChevronUp, Trash2 } from "lucide-react";
import { formatNumber } from "../format/numbers.ts";
import { Icon } from "../parts/icon.tsx";
import { useTexts } from "../texts/text.ts";
import { matchedBy } from "./page-tier-draft.ts";

const matches = ["topic", "path-is", "path-begins", "path-contains"] as const;
export const tiers = ["L1", "L2", "L3"] as const;

interface PageTierRowProps {
  readonly place: number;
  readonly rule: PageTierRule;
  readonly topics: PageTiers["topics"];
  /** Undefined while it is counted. */
  readonly visits: number | undefined;
  /** Undefined where nothing may be changed. */
  readonly onChange: ((rule: PageTierRule) => void) | undefined;
  readonly onMove: (steps: -1 | 1) => void;
  readonly onRemove: () => void;
}

function WhichPages({
  rule,
  topics,
  name,
  onChange,
}: Pick<PageTierRowProps, "rule" | "topics" | "onChange"> & { readonly name: string }) {
  const { t, label } = useTexts();
  if (rule.matches === "topic") {
    return (
      <select
        className="input"
        aria-label={`${name} · ${t("plan.by_topic")}`}
        value={rule.value}
        disabled={!onChange}
        onChange={({ target }) => onChange?.({ ...rule, value: target.value })}
      >
        {topics.map((topic) => (
          <option key={topic.name} value={topic.name}>
            {label(topic.label)}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      className="input"
      aria-label={`${name} · ${t("plan.path")}`}
      placeholder="/pricing"
      maxLength={200}
      value={rule.value}
      readOnly={!onChange}
      onChange={({ target }) => onChange?.({ ...rule, value: target.value })}
    />
  );
}

/** One rule that gives pages a tier: which pages, which tier, how many visits it holds for. */
export function PageTierRow({
  place,
  rule,
  topics,
  visits,
  onChange,
  onMove,
  onRemove,
}: PageTierRowProps) {
  const { t, locale } = useTexts();
  const name = t("plan.ruleNumber", { number: place + 1 });
  return (
    <tr>
      <td className="number">{place + 1}</td>
      <td>
        <select
          className="input"
          aria-label={`${name} · ${t("plan.matches")}`}
          value={rule.matches}
          disabled={!onChange}
          onChange={({ target }) => onChange?.(matchedBy(rule, target.value as PageMatch))}
        >
          {matches.map((by) => (
            <option key={by} value={by}>
              {t(`plan.by_${by}`)}
            </option>
          ))}
        </select>
      </td>
      <td className="page-which">
        <WhichPages rule={rule} topics={topics} name={name} onChange={onChange} />
      </td>
      <td>
        <select
          className="input"
          aria-label={`${name} · ${t("plan.tier")}`}
          value={rule.tier}
          disabled={!onChange}
          onChange={({ target }) => onChange?.({ ...rule, tier: target.value as Tier })}
        >
          {tiers.map((tier) => (
            <option key={tier} value={tier}>
              {t(`plan.tier_${tier}`)}
            </option>
          ))}
        </select>
      </td>
      <td className="number">{visits === undefined ? "…" : formatNumber(visits, locale)}</td>
      <td className="nowrap">
        {onChange && (
          <>
            <RowButton
              name={`${name} · ${t("plan.up")}`}
              of={ChevronUp}
              onClick={() => onMove(-1)}
            />
            <RowButton
              name={`${name} · ${t("plan.down")}`}
              of={ChevronDown}
              onClick={() => onMove(1)}
            />
            <RowButton name={`${name} · ${t("plan.remove")}`} of={Trash2} onClick={onRemove} />
          </>
        )}
      </td>
    </tr>
  );
}

function RowButton({
  name,
  of,
  onClick,
}: {
  readonly name: string;
  readonly of: typeof Trash2;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      className="button quiet icon"
      aria-label={name}
      title={name}
      onClick={onClick}
    >
      <Icon of={of} size={14} />
    </button>
  );
}
