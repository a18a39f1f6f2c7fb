import { type ReactNode, useEffect } from "react";

interface PageTopProps {
  readonly title: string;
  /** Name of the area whose pages the switches are; so they stay where they are from page to page. */
  readonly area?: string;
  readonly hint?: ReactNode;
  /** View switch, beside the title. */
  readonly switches?: ReactNode;
  /** Actions, at the right end. */
  readonly children?: ReactNode;
}

/** The bar above every page: what it is, how it is looked at, what can be done. */
export function PageTop({ title, area, hint, switches, children }: PageTopProps) {
  useEffect(() => {
    document.title = `${title} · Causeway`;
  }, [title]);
  return (
    <header className="top">
      <h1>{area ?? title}</h1>
      {area !== undefined && switches}
      {hint !== undefined && <span className="t13 t3 cut">{hint}</span>}
      {area === undefined && switches}
      <span className="space" />
      {children}
    </header>
  );
}
