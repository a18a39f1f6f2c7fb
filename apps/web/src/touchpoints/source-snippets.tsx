import { snippet } from "@causeway/app-tracker";
import type { TouchpointKind } from "@causeway/platform-contract";
import { useTexts } from "../texts/text.ts";
import { Snippet } from "./snippet.tsx";
import { curlFor, sdkFor } from "./snippets.ts";

/** The three ways in, with the key in place. */
export function Snippets({
  kind,
  writeKey,
}: {
  readonly kind: TouchpointKind;
  readonly writeKey: string;
}) {
  const { t } = useTexts();
  const { origin } = window.location;
  return (
    <>
      {kind === "web" && (
        <Snippet
          title={t("touchpoints.snippet")}
          hint={t("touchpoints.snippetHint")}
          text={snippet({ host: origin, writeKey })}
        />
      )}
      <Snippet
        title={t("touchpoints.sdk")}
        hint={t("touchpoints.sdkHint")}
        text={sdkFor(origin, writeKey)}
      />
      <Snippet title={t("touchpoints.server")} text={curlFor(origin, writeKey)} />
    </>
  );
}
