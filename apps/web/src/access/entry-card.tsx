import type { ReactNode } from "react";
import { preferences } from "../design/preference-store.ts";
import { Mark } from "../parts/mark.tsx";
import { useTexts } from "../texts/text.ts";
import "./access.css";

interface EntryCardProps {
  readonly title: string;
  readonly hint?: string | undefined;
  readonly wide?: boolean;
  readonly children?: ReactNode;
}

/** The frame of the pages before the workspace; light on purpose, so that the first paint is fast. */
export function EntryCard({ title, hint, wide, children }: EntryCardProps) {
  const { t, locale } = useTexts();
  return (
    <main className="entry">
      <section className={wide ? "entry-card wide" : "entry-card"}>
        <header className="entry-head">
          <div className="row">
            <Mark /> Causeway
          </div>
          <h1>{title}</h1>
          {hint !== undefined && <p className="t13 t2">{hint}</p>}
        </header>
        {children}
      </section>
      <footer className="entry-foot">
        {(["zh", "en"] as const).map((each) => (
          <button
            key={each}
            type="button"
            className="link"
            aria-pressed={each === locale}
            onClick={() => preferences.setLocale(each)}
          >
            {t(`shell.${each}`)}
          </button>
        ))}
      </footer>
    </main>
  );
}
