import { isAtLeast, useWorkspace } from "../access/session.ts";
import { useTexts } from "../texts/text.ts";
import { PathLink } from "./path-link.tsx";

const steps = {
  source: { path: "touchpoints", text: "workbench.connectSource" },
  file: { path: "build/imports/new", text: "workbench.importFile" },
} as const;

/** The way out of an empty page, for whoever may take it. */
export function NextStep({ to }: { readonly to: keyof typeof steps }) {
  const { t } = useTexts();
  const { id, role } = useWorkspace();
  const { path, text } = steps[to];
  if (!isAtLeast(role, to === "file" ? "member" : "admin")) return null;
  return (
    <PathLink path={`/w/${id}/${path}`} className="button">
      {t(text)}
    </PathLink>
  );
}
