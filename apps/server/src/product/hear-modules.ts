import { agentsRecordPlaces } from "@causeway/module-agents";
import { channelsRecordPlaces } from "@causeway/module-channels";
import {
  forgetChangedDuplicates,
  groupChangeListener,
  groupSignalListener,
  linkChangedRecords,
  noteNumbers,
  numberUses,
  onIdentityChange,
} from "@causeway/module-identity";
import {
  predictionUses,
  scoreChangeListener,
  scoreIdentityListener,
  scoreSignalListener,
} from "@causeway/module-prediction";
import {
  keepOutLetters,
  refuseErased,
  screenImport,
  screenSignals,
} from "@causeway/module-privacy";
import {
  addRecordPlace,
  onFieldUses,
  onImportRows,
  onRecordChange,
} from "@causeway/module-records";
import { onNewSignals, onSignals } from "@causeway/module-signals";
import { onDeadLetter } from "@causeway/module-touchpoints";
import { moveTouchpoints } from "@causeway/module-twin";
import type { tombstoneKey } from "@causeway/platform-audit";
import type { Jobs } from "@causeway/platform-jobs";

/** Tables beside the records that name them. A test compares them with the database. */
export const recordPlaces = [...agentsRecordPlaces, ...channelsRecordPlaces];

/** Lets modules hear what happens in those below them, in the transaction in which it happens. Returns how to end it. */
export function hearModules(jobs: Jobs, key: ReturnType<typeof tombstoneKey>): () => void {
  const stops = [
    ...[
      refuseErased(key),
      linkChangedRecords,
      noteNumbers,
      forgetChangedDuplicates,
      scoreChangeListener(jobs),
      groupChangeListener(jobs),
    ].map(onRecordChange),
    ...recordPlaces.map(addRecordPlace),
    onDeadLetter(keepOutLetters(key)),
    onImportRows(screenImport(key)),
    ...[numberUses, predictionUses].map(onFieldUses),
    onNewSignals(screenSignals(key)),
    ...[scoreSignalListener(jobs), groupSignalListener(jobs)].map(onSignals),
    ...[moveTouchpoints, scoreIdentityListener(jobs)].map(onIdentityChange),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
