import { type ReactNode, useEffect } from "react";

interface PageTopProps {
  readonly title: string;
  readonly hint?: ReactNode;
  /** View switch, beside the title. */
  readonly switches?: ReactNode;
  /** Actions, at the right end. */
  readonly children?: ReactNode;
}

/** The bar above every page: what it is, how it is looked at, what can be done. */
export function PageTop({ title, hint, switches, children }: PageTopProps) {
  useEffect(() => {
    document.title = `${title} · Causeway`;
  }, [title]);
  return (
    <header className="top">
      <h1>{title}</h1>
      {hint !== undefined && <span className="t13 t3 cut">{hint}</span>}
      {switches}
      <span className="space" />
      {children}
    </header>
  );
}
