import { useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTexts } from "../texts/text.ts";
import { DemoProgressCard } from "./demo-progress-card.tsx";
import { StartChoice } from "./start-choice.tsx";

/** The first choice, and after it how far the demo company has come. */
export function StartPage() {
  const { t } = useTexts();
  const { workspace }: { readonly workspace?: string } = useSearch({ strict: false });
  useEffect(() => {
    document.title = `${t("access.start")} · Causeway`;
  }, [t]);
  return workspace === undefined ? <StartChoice /> : <DemoProgressCard workspace={workspace} />;
}
