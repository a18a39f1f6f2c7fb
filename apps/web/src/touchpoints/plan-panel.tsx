import type { PlanEntry, PlannedType } from "@causeway/platform-contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { ask, tell } from "../api/client.ts";
import { trackingPlanQuery } from "../api/source-queries.ts";
import { formatNumber } from "../format/numbers.ts";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { SideHead } from "../parts/side-head.tsx";
import { useTexts } from "../texts/text.ts";
import { PlanProperties } from "./plan-properties.tsx";

interface PlanPanelProps {
  readonly entry: PlanEntry;
  readonly mayChange: boolean;
  readonly onClose: () => void;
}

function Violations({ violations }: Pick<PlanEntry, "violations">) {
  const { t, locale } = useTexts();
  if (violations.length === 0) return null;
  return (
    <section className="section">
      <h3>{t("plan.breaks")}</h3>
      {violations.map(({ property, kind, expected, count }) => (
        <p className="t13 bad" key={`${property} ${kind}`}>
          {t(kind === "type" ? "plan.wrongType" : "plan.missing", {
            property,
            count: formatNumber(count, locale),
            type: t(`plan.type_${expected}`),
          })}
        </p>
      ))}
    </section>
  );
}

function PlanHead({ entry, onClose }: Pick<PlanPanelProps, "entry" | "onClose">) {
  const { t, label } = useTexts();
  const state = t(entry.planned ? "plan.isPlanned" : "plan.isProposed");
  return entry.label === null ? (
    <SideHead title={entry.name} hint={state} onClose={onClose} />
  ) : (
    <SideHead title={label(entry.label)} hint={`${entry.name} · ${state}`} onClose={onClose} />
  );
}

/** One type of event: what is planned of it, from the proposal on, and what breaks it. */
export function PlanPanel({ entry, mayChange, onClose }: PlanPanelProps) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const start = entry.planned ?? entry.proposed;
  const [properties, setProperties] = useState(start?.properties ?? []);
  const save = useMutation({
    mutationFn: (type: PlannedType) =>
      ask("trackingPlanSchema", `/api/w/${id}/tracking-plan/types`, { method: "PUT", body: type }),
    onSuccess: (plan) => client.setQueryData(trackingPlanQuery(id).queryKey, plan),
  });
  const drop = useMutation({
    mutationFn: () =>
      tell(`/api/w/${id}/tracking-plan/types?name=${encodeURIComponent(entry.name)}`, {
        method: "DELETE",
      }),
    onSettled: () => client.invalidateQueries({ queryKey: trackingPlanQuery(id).queryKey }),
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    save.mutate({
      name: entry.name,
      tier: form.get("tier") as PlannedType["tier"],
      purpose: String(form.get("purpose") ?? ""),
      onViolation: form.get("onViolation") as PlannedType["onViolation"],
      retentionDays: Number(form.get("retentionDays")) || null,
      properties,
    });
  };
  return (
    <aside className="side" aria-label={entry.name}>
      <PlanHead entry={entry} onClose={onClose} />
      <form className="side-body" onSubmit={onSubmit}>
        <Violations violations={entry.violations} />
        <section className="section source-form">
          <FormField label={t("plan.purpose")} hint={t("plan.purposeHint")}>
            <input
              className="input"
              name="purpose"
              maxLength={300}
              defaultValue={start?.purpose ?? ""}
              readOnly={!mayChange}
            />
          </FormField>
          <FormField label={t("plan.tier")}>
            <select
              className="input"
              name="tier"
              defaultValue={start?.tier ?? "L2"}
              disabled={!mayChange}
            >
              {(["L1", "L2", "L3"] as const).map((tier) => (
                <option key={tier} value={tier}>
                  {t(`plan.tier_${tier}`)}
                </option>
              ))}
            </select>
          </FormField>
          <FormField label={t("plan.retention")} hint={t("plan.retentionHint")}>
            <input
              className="input"
              name="retentionDays"
              type="number"
              min={1}
              max={36500}
              defaultValue={start?.retentionDays ?? ""}
              readOnly={!mayChange}
            />
          </FormField>
          <FormField label={t("plan.onViolation")} hint={t("plan.onViolationHint")}>
            <select
              className="input"
              name="onViolation"
              defaultValue={start?.onViolation ?? "flag"}
              disabled={!mayChange}
            >
              {(["flag", "quarantine"] as const).map((rule) => (
                <option key={rule} value={rule}>
                  {t(`plan.${rule}`)}
                </option>
              ))}
            </select>
          </FormField>
        </section>
        <PlanProperties
          properties={properties}
          observed={entry.observed}
          onChange={mayChange ? setProperties : undefined}
        />
        {save.error && <ProblemBox error={save.error} />}
        {drop.error && <ProblemBox error={drop.error} />}
        {mayChange && (
          <div className="row section">
            <button type="submit" className="button primary" disabled={save.isPending}>
              {t(entry.planned ? "plan.save" : "plan.accept_")}
            </button>
            {entry.planned && (
              <button
                type="button"
                className="button quiet danger"
                disabled={drop.isPending}
                onClick={() => drop.mutate()}
              >
                {t("plan.drop")}
              </button>
            )}
            {save.isSuccess && <span className="t12 good">{t("touchpoints.saved")}</span>}
          </div>
        )}
      </form>
    </aside>
  );
}
