import type { Connector } from "@causeway/platform-contract";
import { CopyButton } from "../parts/copy-button.tsx";
import { useTexts } from "../texts/text.ts";
import { Snippet } from "./snippet.tsx";
import { curlSample } from "./snippets.ts";

/** Chinese sets no spaces around its own words. */
const addressMark = { zh: / ?\{\{url\}\} ?/, en: "{{url}}" } as const;

/** What to do on the other side, with the address in its place. */
export function SetupSteps({
  connector,
  url,
}: {
  readonly connector: Connector;
  readonly url: string | null;
}) {
  const { t, label, locale } = useTexts();
  return (
    <div className="setup-steps">
      {url !== null && (
        <div className="secret">
          <code data-testid="source-url">{url}</code>
          <CopyButton text={url} />
        </div>
      )}
      <ol>
        {connector.steps.map((step) => (
          <li key={step.en} className="t13">
            {label(step).replace(
              addressMark[locale],
              url === null ? "" : t("touchpoints.addressAbove"),
            )}
          </li>
        ))}
      </ol>
      {url !== null && connector.sample !== null && (
        <Snippet
          title={t("touchpoints.sample")}
          hint={t("touchpoints.sampleHint")}
          text={curlSample(url, connector.sample)}
        />
      )}
    </div>
  );
}
