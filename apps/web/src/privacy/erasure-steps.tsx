import { type Erasure, type ErasureProgress, erasureStages } from "@causeway/platform-contract";
import { formatNumber } from "../format/numbers.ts";
import { Progress } from "../parts/progress.tsx";
import { useTexts } from "../texts/text.ts";
import { stageWords, storeWords, words } from "./privacy-words.ts";

type Stores = ErasureProgress["stores"];

function count(stores: Stores, ...states: readonly Stores[number]["state"][]): number {
  return stores.filter(({ state }) => states.includes(state)).length;
}

function Steps({ stage }: Pick<ErasureProgress, "stage">) {
  const { label } = useTexts();
  const at = stage === null ? -1 : erasureStages.indexOf(stage);
  return (
    <ol className="erasure-steps t12">
      {erasureStages.map((each, index) => (
        <li
          key={each}
          className={index < at ? "past" : undefined}
          aria-current={index === at ? "step" : undefined}
        >
          {label(stageWords[each])}
        </li>
      ))}
    </ol>
  );
}

function StoreTable({ stores }: { readonly stores: Stores }) {
  const { label, locale } = useTexts();
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{label(words.stores)}</th>
          <th>{label(words.state)}</th>
          <th className="number">{label(words.deleted)}</th>
          <th className="number">{label(words.changed)}</th>
        </tr>
      </thead>
      <tbody>
        {stores.map(({ store, label: name, state, deleted, changed }) => (
          <tr key={store}>
            <td>{label(name)}</td>
            <td className={state === "waiting" ? "t3" : undefined}>{label(storeWords[state])}</td>
            <td className="number">{formatNumber(deleted, locale)}</td>
            <td className="number">{formatNumber(changed, locale)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How far an erasure is that is not done: its steps, how much was searched, and each place by itself. */
export function ErasureSteps({ erasure }: { readonly erasure: Erasure }) {
  const { label, locale } = useTexts();
  const { progress, error } = erasure;
  if (progress === null) return null;
  const { stores, pages, ahead } = progress;
  const figures = {
    total: stores.length,
    searched: count(stores, "searched", "checking", "checked"),
    checked: count(stores, "checked"),
  };
  const sentence = Object.entries(figures).reduce(
    (text, [name, figure]) => text.replace(`{${name}}`, formatNumber(figure, locale)),
    label(words.storesDone),
  );
  return (
    <div className="erasure-progress">
      {error !== null && (
        <p className="t12 warn" role="status">
          {label(words.failed).replace("{error}", error)}
        </p>
      )}
      <Steps stage={progress.stage} />
      {stores.length === 0 ? (
        ahead > 0 && (
          <p className="t12 t3">
            {label(words.ahead).replace("{count}", formatNumber(ahead, locale))}
          </p>
        )
      ) : (
        <>
          <Progress done={pages.done} total={pages.total} label={label(words.howFar)} />
          <details>
            <summary className="t12 t3">{sentence}</summary>
            <StoreTable stores={stores} />
          </details>
        </>
      )}
    </div>
  );
}
