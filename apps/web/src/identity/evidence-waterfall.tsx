import type { MatchedPair } from "@causeway/platform-contract";
import { ReasonButton } from "../parts/reason-button.tsx";
import { useTexts } from "../texts/text.ts";
import { bitsWord, evidenceWords, fieldWord } from "./identity-words.ts";

const width = 200;
const height = 14;

/** How a pair that is not of people calls its fields, and where it begins. */
export interface EvidenceWords {
  readonly fieldWord: (field: string) => string;
  readonly prior: string;
}

/** From "any two people" to this pair: each field's evidence as a bar from where the one before ended. */
export function EvidenceWaterfall({
  pair,
  words,
}: {
  readonly pair: Pick<MatchedPair, "priorBits" | "against" | "evidence">;
  readonly words?: EvidenceWords | undefined;
}) {
  const { t, label } = useTexts();
  const wordOf = words?.fieldWord ?? ((field: string) => fieldWord(t, field));
  const prior =
    words?.prior ?? t(pair.against === "relatives" ? "identity.priorRelated" : "identity.prior");
  const rows = [{ field: null, bits: pair.priorBits }, ...pair.evidence];
  let at = 0;
  const steps = rows.map(({ bits }) => {
    const from = at;
    at += bits;
    return { from, to: at };
  });
  const ends = [0, ...steps.map(({ to }) => to)];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const x = (bits: number) => ((bits - low) / Math.max(1, high - low)) * width;
  return (
    <table className="plain waterfall">
      <tbody>
        {rows.map(({ bits, ...row }, place) => {
          const { from, to } = steps[place] ?? { from: 0, to: 0 };
          const evidence = pair.evidence[place - 1];
          return (
            <tr key={row.field ?? "prior"}>
              <td className="nowrap">{row.field === null ? prior : wordOf(row.field)}</td>
              <td className="values">
                {[...new Set(evidence?.values)].map((value) => (
                  <span key={value} className="value" title={value}>
                    {value}
                  </span>
                ))}
              </td>
              <td>
                <svg width={width} height={height} aria-hidden="true">
                  <path d={`M${x(0)} 0V${height}`} stroke="var(--line)" />
                  <rect
                    x={Math.min(x(from), x(to))}
                    y="3"
                    width={Math.max(1, Math.abs(x(to) - x(from)))}
                    height={height - 6}
                    fill={bits >= 0 ? "var(--accent)" : "var(--ink3)"}
                  />
                </svg>
              </td>
              <td className="number">
                {evidence ? (
                  <ReasonButton
                    className="ask"
                    lines={[evidenceWords(wordOf, evidence.field, label(evidence.text))]}
                  >
                    {bitsWord(bits)}
                  </ReasonButton>
                ) : (
                  bitsWord(bits)
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
