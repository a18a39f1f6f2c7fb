import type { OwnershipStep } from "@causeway/platform-contract";
import { useTexts } from "../texts/text.ts";

function Held({ step }: { readonly step: OwnershipStep }) {
  const { t } = useTexts();
  if (step.statedBy === "branch") return <>{t("groups.branch")}</>;
  if (step.statedBy === "account" || step.share === null) return <>{t("groups.stated")}</>;
  return (
    <>
      {t("groups.share", { share: step.share })}
      {step.together !== null &&
        step.together > step.share &&
        ` · ${t("groups.together", { share: step.together })}`}
    </>
  );
}

/** The way from the head of a group down to a company, each step with what it rests on; the company itself is last or left out. */
export function GroupWay({
  path,
  withCompany = true,
}: {
  readonly path: readonly OwnershipStep[];
  readonly withCompany?: boolean;
}) {
  return (
    <span className="group-way">
      {path.map((step, place) => (
        <span key={`${step.holder} ${step.company}`}>
          {place === 0 && `${step.holder} `}
          <small className="t3">
            → <Held step={step} />
          </small>{" "}
          {(withCompany || place < path.length - 1) && (
            <>
              <small className="t3">→</small> {step.company}
            </>
          )}
        </span>
      ))}
    </span>
  );
}
