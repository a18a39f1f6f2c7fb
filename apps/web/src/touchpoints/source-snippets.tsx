import { snippet } from "@causeway/app-tracker";
import type { TouchpointKind } from "@causeway/platform-contract";
import { CopyButton } from "../parts/copy-button.tsx";
import { useTexts } from "../texts/text.ts";
import { curlFor, sdkFor } from "./snippets.ts";

function Snippet({
  title,
  hint,
  text,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly text: string;
}) {
  return (
    <section className="snippet">
      <div className="row">
        <h3>{title}</h3>
        <span className="space" />
        <CopyButton text={text} />
      </div>
      {hint !== undefined && <p className="t12 t3">{hint}</p>}
      <pre className="code">{text}</pre>
    </section>
  );
}

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
