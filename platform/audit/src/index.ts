export {
  type AuditActor,
  type AuditEntry,
  auditMigrations,
  readAudit,
  recordAudit,
  type StoredAuditEntry,
} from "./audit-log.ts";
export { auditPersonalData } from "./audit-personal-data.ts";
export {
  type ConsentPurpose,
  type ConsentStatement,
  type ConsentVerdict,
  canBeRefused,
  checkConsent,
  consentPurposes,
  judgeConsent,
  readConsentRules,
  readConsents,
  recordConsents,
  saveConsentRule,
  separatePurposes,
} from "./consent/consent.ts";
export {
  declarationOf,
  type OwnColumns,
  type PersonalData,
  type PersonalTable,
  type TableDeclaration,
} from "./personal-data/declaration.ts";
export {
  type ErasedPerson,
  type PersonIdentifier,
  recordIds,
} from "./personal-data/erased-person.ts";
export {
  createRedactor,
  erasedMark,
  type Redactor,
  wordsPattern,
} from "./personal-data/redactor.ts";
export {
  createTombstoneDirectory,
  type TombstoneDirectory,
} from "./tombstones/tombstone-directory.ts";
export {
  buriedAmong,
  bury,
  buryHashes,
  isAnybodyBuried,
  liftTombstones,
  readTombstones,
  type TombstoneKey,
  tombstoneKey,
  tombstonesChannel,
} from "./tombstones/tombstones.ts";
