import type { PageTiers } from "@causeway/platform-contract";
import { formatNumber } from "../format/numbers.ts";
import { useTexts } from "../texts/text.ts";

interface SeenPagesProps {
  readonly seen: PageTiers;
  /** Begins a rule about a page; undefined where nothing may be changed. */
  readonly onRule: ((path: string) => void) | undefined;
}

/** The pages that were visited of late, each with its tier, the one it would get, and the rule that says so. */
export function SeenPages({ seen, onRule }: SeenPagesProps) {
  const { t, label, locale } = useTexts();
  const words = new Map(seen.topics.map((topic) => [topic.name, label(topic.label)]));
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{t("plan.path")}</th>
          <th>{t("plan.by_topic")}</th>
          <th className="number">{t("plan.visits")}</th>
          <th>{t("plan.tier")}</th>
          <th>{t("plan.because")}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {seen.pages.map(({ path, topic, visits, tier, next, rule }) => (
          <tr key={`${path} ${topic}`}>
            <td className="cut" title={path}>
              <code>{path}</code>
            </td>
            <td className="nowrap">{words.get(topic) ?? topic}</td>
            <td className="number">{formatNumber(visits, locale)}</td>
            <td className="nowrap">
              {tier === next ? (
                tier
              ) : (
                <b>
                  {tier} → {next}
                </b>
              )}
            </td>
            <td className="nowrap t3">
              {rule === null ? t("plan.byDefault") : t("plan.ruleNumber", { number: rule + 1 })}
            </td>
            <td className="nowrap">
              {onRule && (
                <button
                  type="button"
                  className="link"
                  aria-label={t("plan.ruleFor", { path })}
                  onClick={() => onRule(path)}
                >
                  {t("plan.addRule")}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
