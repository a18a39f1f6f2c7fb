export {
  AppError,
  type BothLanguages,
  type ErrorCode,
  type Issue,
  issueAt,
  sameWords,
  wordsOf,
} from "./app-error.ts";
export { assertNever } from "./assert-never.ts";
export type {
  Brand,
  EventId,
  ProfileId,
  RecordId,
  SourceId,
  UserId,
  WorkspaceId,
} from "./brand.ts";
export { type Clock, systemClock } from "./clock.ts";
export { keptWords, readKeptWords } from "./kept-words.ts";
export { newId } from "./new-id.ts";
export { type Random, seededRandom } from "./random.ts";
export { whenReady } from "./when-ready.ts";
