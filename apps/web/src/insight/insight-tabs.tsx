import { useWorkspace } from "../access/session.ts";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";

const tabs = [
  { name: "predictions", path: "insight" },
  { name: "forecast", path: "insight/forecast" },
  { name: "renewals", path: "insight/renewals" },
  { name: "parameters", path: "insight/parameters" },
] as const;

/** The pages of Insight. */
export function InsightTabs({ current }: { readonly current: (typeof tabs)[number]["name"] }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  return (
    <nav className="segments" aria-label={t("shell.insight")}>
      {tabs.map(({ name, path }) => (
        <PathLink
          key={name}
          path={`/w/${id}/${path}`}
          {...(name === current ? { "aria-current": "page" as const } : {})}
        >
          {t(`insight.${name}`)}
        </PathLink>
      ))}
    </nav>
  );
}
