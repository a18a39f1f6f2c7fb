import type { Locale, WorkspaceStatus } from "@causeway/platform-contract";
import { formatNumber } from "../format/numbers.ts";
import type { Verdict } from "../parts/verdict-light.tsx";

type Projection = WorkspaceStatus["projections"][number];
export type ProjectionState = "stateCurrent" | "stateBehind" | "stateRebuilding" | "stateFailing";

/** Events of the last moment are always on their way; only what stays behind is news. */
const currentSeconds = 10;

export function stateOf({
  behind,
  lagSeconds,
  rebuildingSince,
  isFailing,
}: Projection): ProjectionState {
  if (isFailing) return "stateFailing";
  if (rebuildingSince !== null) return "stateRebuilding";
  return behind > 0 && lagSeconds > currentSeconds ? "stateBehind" : "stateCurrent";
}

export const stateVerdicts: Readonly<Record<ProjectionState, Verdict>> = {
  stateCurrent: "good",
  stateBehind: "warn",
  stateRebuilding: "warn",
  stateFailing: "bad",
};

/** Names of the steps in words; one that is not here is shown by its own name. */
export const stepKeys: Readonly<
  Record<
    string,
    | "settings.step_plan"
    | "settings.step_consents"
    | "settings.step_identity"
    | "settings.step_matches"
    | "settings.step_twin"
    | "settings.step_weights"
    | "settings.step_scores"
    | "settings.step_agents"
    | "settings.step_mail"
    | undefined
  >
> = {
  "tracking-plan": "settings.step_plan",
  consents: "settings.step_consents",
  identity: "settings.step_identity",
  "identity-matches": "settings.step_matches",
  twin: "settings.step_twin",
  weights: "settings.step_weights",
  "lead-scores": "settings.step_scores",
  agents: "settings.step_agents",
  "sent-mail": "settings.step_mail",
};

const mostCounted = 10_000;

/** Counting stops at 10,001: above it, at least so many. */
export function behindText(behind: number, locale: Locale): string {
  const shown = formatNumber(Math.min(behind, mostCounted), locale);
  return behind > mostCounted ? `${shown}+` : shown;
}

/** The top of the scale; never 0, which nothing could be measured by. */
export function peakOf(hours: WorkspaceStatus["ingestion"]["hours"]): number {
  return Math.max(1, ...hours.map(({ accepted, rejected }) => accepted + rejected));
}

/** As events pass them; steps without a name of ours come last. */
export function inOrder(projections: readonly Projection[]): readonly Projection[] {
  const order = Object.keys(stepKeys);
  const place = ({ name }: Projection) =>
    (order.indexOf(name) + order.length + 1) % (order.length + 1);
  return projections.toSorted((left, right) => place(left) - place(right));
}

export type BackupWord = "backupNone" | "backupGood" | "backupFailed" | "backupOverdue";

export const backupVerdicts: Readonly<Record<BackupWord, Verdict>> = {
  backupNone: "warn",
  backupGood: "good",
  backupFailed: "warn",
  backupOverdue: "bad",
};

/** The worst that is to be said of the backups. */
export function backupStateOf(backup: WorkspaceStatus["backup"]): BackupWord {
  if (backup?.isOverdue) return "backupOverdue";
  if (backup?.failedAt) return "backupFailed";
  return backup?.takenAt ? "backupGood" : "backupNone";
}

/** The hour that a key goes to from one of so many, counted from 0; null for a key that goes nowhere. */
export function nextHour(at: number, key: string, count: number): number | null {
  const places: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    Home: 0,
    End: count - 1,
  };
  const next = places[key];
  return next === undefined || next < 0 || next >= count ? null : next;
}
