import type { ImportRun } from "@causeway/platform-contract";
import { type Verdict, VerdictLight } from "../parts/verdict-light.tsx";
import { type TextKey, useTexts } from "../texts/text.ts";

const states: Readonly<
  Record<ImportRun["state"], { readonly light: Verdict; readonly text: TextKey }>
> = {
  draft: { light: "pending", text: "build.stateDraft" },
  queued: { light: "pending", text: "build.stateQueued" },
  running: { light: "pending", text: "build.stateRunning" },
  done: { light: "good", text: "build.stateDone" },
  failed: { light: "bad", text: "build.stateFailed" },
  cancelled: { light: "warn", text: "build.stateCancelled" },
  undoing: { light: "pending", text: "build.stateUndoing" },
  undone: { light: "unknown", text: "build.stateUndone" },
};

export function ImportState({ state }: { readonly state: ImportRun["state"] }) {
  const { t } = useTexts();
  const { light, text } = states[state];
  return <VerdictLight verdict={light} word={t(text)} />;
}
