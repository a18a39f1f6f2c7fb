import type { WeightRule } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { trackingPlanQuery } from "../api/source-queries.ts";
import { FormField } from "../parts/form-field.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { SideHead } from "../parts/side-head.tsx";
import { useTexts } from "../texts/text.ts";
import { emptyStep, type RuleForm, ruleOf } from "./rule-form.ts";
import { WeightPreview } from "./weight-preview.tsx";
import { WhatField } from "./what-field.tsx";

type Change = (change: Partial<RuleForm>) => void;

function Steps({ form, onChange }: { readonly form: RuleForm; readonly onChange: Change }) {
  const { t } = useTexts();
  const replace = (place: number, step: RuleForm["steps"][number]) =>
    onChange({ steps: form.steps.with(place, step) });
  return (
    <fieldset className="weight-steps">
      <legend className="t12 t3">{t("weights.when")}</legend>
      {form.steps.map((step, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step has no other name than its place
        <div className="weight-step" key={place}>
          <WhatField
            label={t("weights.step", { count: place + 1 })}
            what={step.what}
            onChange={(what) => replace(place, { ...step, what })}
          />
          <span className="t3">×</span>
          <input
            className="input weight-number"
            inputMode="numeric"
            aria-label={t("weights.times")}
            value={step.times}
            onChange={({ target }) => replace(place, { ...step, times: target.value })}
          />
          {form.steps.length > 1 && (
            <button
              type="button"
              className="button quiet icon"
              aria-label={t("weights.removeStep")}
              onClick={() => onChange({ steps: form.steps.toSpliced(place, 1) })}
            >
              <Icon of={X} size={14} />
            </button>
          )}
        </div>
      ))}
      {form.steps.length < 8 && (
        <button
          type="button"
          className="button quiet"
          onClick={() => onChange({ steps: [...form.steps, { ...emptyStep, times: "1" }] })}
        >
          <Icon of={Plus} size={14} />
          {t("weights.addStep")}
        </button>
      )}
      <div className="weight-step">
        <span className="t13 nowrap">{t("weights.without")}</span>
        {form.without === null ? (
          <button
            type="button"
            className="button quiet"
            onClick={() => onChange({ without: { by: "event", value: "Document Downloaded" } })}
          >
            {t("weights.withoutNone")}
          </button>
        ) : (
          <>
            <WhatField
              label={t("weights.without")}
              what={form.without}
              onChange={(without) => onChange({ without })}
            />
            <button
              type="button"
              className="button quiet icon"
              aria-label={t("weights.withoutNone")}
              onClick={() => onChange({ without: null })}
            >
              <Icon of={X} size={14} />
            </button>
          </>
        )}
      </div>
    </fieldset>
  );
}

const numbers = ["withinDays", "delta", "halfLifeDays", "threshold"] as const;
const numberTexts = {
  withinDays: "weights.withinDays",
  delta: "weights.delta",
  halfLifeDays: "weights.halfLife",
  threshold: "weights.threshold",
} as const;

interface RulePanelProps {
  readonly id: string;
  readonly start: RuleForm;
  readonly isNew: boolean;
  readonly rules: readonly WeightRule[];
  readonly onClose: () => void;
}

/** One rule of live weights: what must happen, what it moves, and whom it would have touched. */
export function RulePanel({ id, start, isNew, rules, onClose }: RulePanelProps) {
  const { t, label } = useTexts();
  const { id: workspace } = useWorkspace();
  const { data: plan } = useQuery(trackingPlanQuery(workspace));
  const client = useQueryClient();
  const [form, setForm] = useState(start);
  const change: Change = (part) => setForm((held) => ({ ...held, ...part }));
  const rule = ruleOf(form);
  const path = `/api/w/${workspace}/weights/rules/${id}`;
  // The panel closes at once: whoever opens another rule meanwhile keeps it.
  const done = () => {
    onClose();
    for (const key of [["weights"], ["touchpoints", "weights"]]) {
      void client.invalidateQueries({ queryKey: ["w", workspace, ...key] });
    }
  };
  const save = useMutation({
    mutationFn: () => tell(path, { method: "PUT", body: rule }),
    onSuccess: done,
  });
  const remove = useMutation({
    mutationFn: () => tell(path, { method: "DELETE" }),
    onSuccess: done,
  });
  const error = save.error ?? remove.error;
  const tags = [...new Set(rules.map(({ tag }) => tag))];
  const title = isNew ? t("weights.newRule") : form.name;
  return (
    <aside className="side" aria-label={title}>
      <SideHead title={title} onClose={onClose} />
      <div className="side-body weight-form">
        <FormField label={t("weights.tag")}>
          <input
            className="input"
            list="weight-tags"
            placeholder={t("weights.tagPlaceholder")}
            value={form.tag}
            onChange={({ target }) => {
              const known = rules.find(({ tag }) => tag === target.value)?.threshold;
              change({
                tag: target.value,
                ...(known === undefined || known === null ? {} : { threshold: String(known) }),
              });
            }}
          />
        </FormField>
        <datalist id="weight-tags">
          {tags.map((tag) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
        <datalist id="weight-events">
          {plan?.types.map(({ name, label: words }) => (
            <option key={name} value={name} {...(words && { label: label(words) })} />
          ))}
        </datalist>
        <FormField label={t("weights.name")}>
          <input
            className="input"
            placeholder={t("weights.namePlaceholder")}
            value={form.name}
            onChange={({ target }) => change({ name: target.value })}
          />
        </FormField>
        <Steps form={form} onChange={change} />
        <div className="weight-numbers">
          {numbers.map((name) => (
            <FormField
              key={name}
              label={t(numberTexts[name])}
              optional={name === "threshold"}
              hint={name === "threshold" ? t("weights.thresholdHint") : undefined}
            >
              <input
                className="input"
                inputMode="decimal"
                value={form[name]}
                onChange={({ target }) => change({ [name]: target.value })}
              />
            </FormField>
          ))}
        </div>
        <label className="row t13">
          <input
            type="checkbox"
            className="check"
            checked={form.isActive}
            onChange={({ target }) => change({ isActive: target.checked })}
          />
          {t("weights.active")}
        </label>
        <WeightPreview id={id} rule={rule} />
        {error && <ProblemBox error={error} />}
      </div>
      <footer className="side-foot">
        <button
          type="button"
          className="button primary"
          disabled={rule === null || save.isPending}
          onClick={() => save.mutate()}
        >
          {t("shell.save")}
        </button>
        <span className="space" />
        {!isNew && (
          <button
            type="button"
            className="button danger"
            disabled={remove.isPending}
            onClick={() => remove.mutate()}
          >
            {t("weights.remove")}
          </button>
        )}
      </footer>
    </aside>
  );
}
