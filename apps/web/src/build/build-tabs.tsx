import { useWorkspace } from "../access/session.ts";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";

/** The pages of Build. */
export function BuildTabs({ current }: { readonly current: "objects" | "imports" }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const tabs = [
    { name: "objects", path: "build" },
    { name: "imports", path: "build/imports" },
  ] as const;
  return (
    <nav className="segments" aria-label={t("shell.build")}>
      {tabs.map(({ name, path }) => (
        <PathLink
          key={name}
          path={`/w/${id}/${path}`}
          {...(name === current ? { "aria-current": "page" as const } : {})}
        >
          {t(`build.${name}`)}
        </PathLink>
      ))}
    </nav>
  );
}
