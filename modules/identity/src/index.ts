export { type CompanyView, companiesBehind } from "./companies/companies-behind.ts";
export { fillNumbers, numbersQueue, workNumbers } from "./companies/fill-numbers.ts";
export { numberUses } from "./companies/number-uses.ts";
export { noteNumbers } from "./companies/settle-numbers.ts";
export { affectedProfiles } from "./decisions/affected-profiles.ts";
export { type DecisionTaken, decide, type NewDecision, withdraw } from "./decisions/decide.ts";
export { explainPerson } from "./decisions/explain-person.ts";
export {
  type IdentityChange,
  type IdentityChangeListener,
  onIdentityChange,
} from "./decisions/identity-change.ts";
export { recomputePeople } from "./decisions/recompute-people.ts";
export type { EventMove } from "./decisions/refold-profiles.ts";
export { comparedColumns } from "./duplicates/compared-columns.ts";
export { duplicateRoutes } from "./duplicates/duplicate-routes.ts";
export { duplicatesQueues, workDuplicates } from "./duplicates/duplicates-queue.ts";
export { findDuplicates } from "./duplicates/find-duplicates.ts";
export { forgetChangedDuplicates } from "./duplicates/forget-changed.ts";
export { lookForDuplicates } from "./duplicates/look-for-duplicates.ts";
export { accountsAbove } from "./groups/accounts-above.ts";
export { type CompanyBeneath, companiesBeneath } from "./groups/companies-beneath.ts";
export { groupRoutes } from "./groups/group-routes.ts";
export {
  groupChangeListener,
  groupSignalListener,
  groupsQueue,
  workGroups,
} from "./groups/groups-queue.ts";
export { ownershipFacts } from "./groups/ownership-facts.ts";
export { readGroups } from "./groups/read-groups.ts";
export { refreshGroups } from "./groups/refresh-groups.ts";
export type { Identifier } from "./identifiers/identifier.ts";
export {
  normalizeCompanyName,
  normalizeDomain,
  normalizeEmail,
  normalizeId,
  normalizePhone,
  type Phone,
} from "./identifiers/normalize.ts";
export { readIdentity } from "./identifiers/read-identity.ts";
export { identityPersonalData } from "./identity-personal-data.ts";
export { identityProjection } from "./identity-projection.ts";
export { type IdentityDependencies, identityRoutes } from "./identity-routes.ts";
export { exceptMailbox, withdrawException } from "./mailboxes/except-mailbox.ts";
export { dryRun } from "./matching/dry-run.ts";
export { matchPeople } from "./matching/match-people.ts";
export { matchingProjection, matchingQueue, workMatching } from "./matching/matching-queue.ts";
export { answerReview, openReviews } from "./matching/reviews.ts";
export { removeRule, saveRule } from "./matching/rule-store.ts";
export { identityMigrations } from "./migrations.ts";
export { consentOfIdentifier, consentOfRecord } from "./profiles/consent-of-person.ts";
export { consentsOfRecords } from "./profiles/consents-of-records.ts";
export {
  describePeople,
  identifiersOf,
  type KnownIdentifier,
  type Person,
} from "./profiles/describe-people.ts";
export { type CompanyHint, findCompanies } from "./profiles/find-companies.ts";
export { membersAsOf, type RecordMoment, readMembersAsOf } from "./profiles/members-as-of.ts";
export {
  type Membership,
  profileOfRecord,
  profilesOfRecord,
  type RecordReference,
} from "./profiles/profiles-of-record.ts";
export { type LinkedRecord, recordsOfProfiles } from "./profiles/records-of-profiles.ts";
export { tellsWho } from "./profiles/tells-who.ts";
export { type WholePerson, wholePerson } from "./profiles/whole-person.ts";
export { contactPoints } from "./records/contact-points.ts";
export { linkAllRecords, linkChangedRecords } from "./records/link-records.ts";
export { defaultBook, defaultRules, type IdentityRules } from "./rules/identity-rules.ts";
export { isRoleMailbox } from "./rules/is-role-mailbox.ts";
export { previewRules } from "./rules/preview-rules.ts";
export { saveRules } from "./rules/rule-store.ts";
export type { IdentityTables } from "./tables.ts";
