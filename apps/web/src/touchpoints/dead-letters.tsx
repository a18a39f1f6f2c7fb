import type { DeadLetter, Source } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { deadLettersQuery } from "../api/source-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";

/** After something was sent to be read again, or thrown away. */
function useLetterAction(source: string) {
  const { id } = useWorkspace();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, ...options }: { path: string; method?: "DELETE"; body?: unknown }) =>
      tell(`/api/w/${id}/sources/${source}/dead-letters${path}`, options),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", id, "touchpoints"] }),
  });
}

function Letter({ letter, source }: { readonly letter: DeadLetter; readonly source: string }) {
  const { t, label, locale } = useTexts();
  const [body, setBody] = useState(letter.body);
  const action = useLetterAction(source);
  const replay = () =>
    action.mutate({
      path: `/${letter.id}/replay`,
      body: body === letter.body ? {} : { body },
    });
  return (
    <details className="raw" data-letter={letter.id}>
      <summary>
        <span className="t12 t3 nowrap">
          {formatMoment(new Date(letter.receivedAt), locale, new Date())}
        </span>
        <span className="bad cut">{label(letter.reason)}</span>
      </summary>
      <textarea
        className="input letter-body"
        aria-label={t("touchpoints.raw")}
        rows={8}
        value={body}
        spellCheck={false}
        onChange={(event) => setBody(event.target.value)}
      />
      <div className="row letter-foot">
        <button type="button" className="button" disabled={action.isPending} onClick={replay}>
          {t(body === letter.body ? "touchpoints.replay" : "touchpoints.replayChanged")}
        </button>
        <button
          type="button"
          className="button quiet danger"
          disabled={action.isPending}
          onClick={() => action.mutate({ path: `/${letter.id}`, method: "DELETE" })}
        >
          {t("touchpoints.drop")}
        </button>
      </div>
      {action.error && <ProblemBox error={action.error} />}
    </details>
  );
}

/** What could not be read: why, as it came, to be mended and read again. */
export function DeadLetters({ source }: { readonly source: Source }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const { data, error } = useQuery({
    ...deadLettersQuery(id, source.id),
    enabled: source.deadLetters > 0,
  });
  const all = useLetterAction(source.id);
  if (source.deadLetters === 0) return null;
  return (
    <section className="section">
      <div className="section-head">
        <h3>{t("touchpoints.deadLetters")}</h3>
        <span className="t12 t3">{source.deadLetters}</span>
        <span className="space" />
        <button
          type="button"
          className="button"
          disabled={all.isPending}
          onClick={() => all.mutate({ path: "/replay" })}
        >
          {t("touchpoints.replayAll")}
        </button>
      </div>
      <p className="t12 t3">{t("touchpoints.deadHint")}</p>
      {error && <ProblemBox error={error} />}
      {all.error && <ProblemBox error={all.error} />}
      {data?.letters.map((letter) => (
        <Letter key={letter.id} letter={letter} source={source.id} />
      ))}
    </section>
  );
}
