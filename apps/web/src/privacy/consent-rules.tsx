import { purposeWords, type ConsentRules as Rules } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { ask } from "../api/client.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";
import { words } from "./privacy-words.ts";

/** Which purposes need a consent, and which may be served until somebody refuses. */
export function ConsentRules() {
  const { label } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const key = ["w", id, "privacy", "rules"];
  const path = `/api/w/${id}/privacy/consent-rules`;
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask("consentRulesSchema", path, { signal }),
  });
  const save = useMutation({
    mutationFn: ({
      purpose,
      needsConsent,
    }: Pick<Rules["rules"][number], "purpose" | "needsConsent">) =>
      ask("consentRulesSchema", path, { method: "PUT", body: { purpose, needsConsent } }),
    onSuccess: (answer) => client.setQueryData(key, answer),
  });
  const problem = error ?? save.error;
  return (
    <section className="setting wide">
      <h2>{label(words.rules)}</h2>
      <p className="t12 t3">{label(words.rulesHint)}</p>
      {problem && <ProblemBox error={problem} />}
      {data?.rules.map((rule) => (
        <label key={rule.purpose} className="row t13">
          <input
            type="checkbox"
            checked={rule.needsConsent}
            onChange={(event) =>
              save.mutate({ purpose: rule.purpose, needsConsent: event.target.checked })
            }
          />
          {label(purposeWords[rule.purpose])}
          {rule.isSeparate && <small className="t3">{label(words.separate)}</small>}
        </label>
      ))}
    </section>
  );
}
