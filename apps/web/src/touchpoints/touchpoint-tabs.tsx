import { useWorkspace } from "../access/session.ts";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";

const tabs = [
  { name: "sources", path: "touchpoints", text: "touchpoints.sources" },
  { name: "heatMap", path: "touchpoints/heat-map", text: "heatMap.tab" },
  { name: "weights", path: "touchpoints/weights", text: "weights.tab" },
  { name: "identity", path: "touchpoints/identity", text: "identity.tab" },
  { name: "plan", path: "touchpoints/plan", text: "plan.tab" },
  { name: "worth", path: "touchpoints/worth", text: "touchpoints.worth" },
] as const;

/** The pages of touchpoints. */
export function TouchpointTabs({ current }: { readonly current: (typeof tabs)[number]["name"] }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  return (
    <nav className="segments" aria-label={t("shell.touchpoints")}>
      {tabs.map(({ name, path, text }) => (
        <PathLink
          key={name}
          path={`/w/${id}/${path}`}
          {...(name === current ? { "aria-current": "page" as const } : {})}
        >
          {t(text)}
        </PathLink>
      ))}
    </nav>
  );
}
