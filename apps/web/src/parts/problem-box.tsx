import { OctagonX } from "lucide-react";
import { ProblemError } from "../api/problem-error.ts";
import { type Translate, useTexts } from "../texts/text.ts";
import { Icon } from "./icon.tsx";

/** A failure in the reader's language: the server's own words, which come in it, or that there was no answer. */
export function problemText(error: unknown, t: Translate): string {
  if (!(error instanceof ProblemError)) return t("shell.errorPage", { error: String(error) });
  return error.code === "unreachable" ? t("shell.errorUnreachable") : error.message;
}

interface ProblemBoxProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** Beginning of the places in what was sent whose issues stand at their fields already. */
  readonly saidAt?: string;
}

/** What happened and what to do, in place. */
export function ProblemBox({ error, onRetry, saidAt }: ProblemBoxProps) {
  const { t } = useTexts();
  const text = problemText(error, t);
  const all = error instanceof ProblemError ? error.issues : [];
  const issues = all
    .map(({ path, message }) => ({ path: path.replace(/^body\./, ""), message }))
    .filter(
      ({ path, message }) => message !== text && !(saidAt !== undefined && path.startsWith(saidAt)),
    );
  const requestId = error instanceof ProblemError ? error.requestId : null;
  return (
    <div className="problem" role="alert">
      <div className="row">
        <span className="bad">
          <Icon of={OctagonX} size={14} />
        </span>
        <b>{t("shell.errorTitle")}</b>
      </div>
      <p className="t13 t2">{text}</p>
      {issues.length > 0 && (
        <ul className="t12 t2">
          {issues.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      )}
      <div className="row">
        {onRetry && (
          <button type="button" className="button" onClick={onRetry}>
            {t("shell.retry")}
          </button>
        )}
        {requestId !== null && (
          <span className="t12 t3">{t("shell.errorRequest", { id: requestId })}</span>
        )}
      </div>
    </div>
  );
}
