import { CopyButton } from "../parts/copy-button.tsx";

/** Code to copy, with what it is for. */
export function Snippet({
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
