export { csvCell, csvText } from "./export/csv-cell.ts";
export { type ExportCsvInput, exportCsv } from "./export/export-csv.ts";
export { createImport, type NewImport } from "./imports/create-import.ts";
export { dropOldDrafts } from "./imports/drop-old-drafts.ts";
export { readTable, type TableFile, type TableRow } from "./imports/file/read-table.ts";
export { detectEncoding, type FoundEncoding } from "./imports/file/text/detect-encoding.ts";
export { importsQueue, workImports } from "./imports/imports-queue.ts";
export { getImport, listImports } from "./imports/list-imports.ts";
export type { MembersOf, WorkspaceMember } from "./imports/members.ts";
export { getImportDraft } from "./imports/present-draft.ts";
export { previewImport } from "./imports/preview-import.ts";
export { onImportRows, type RowScreen, type ScreenedRows } from "./imports/rows/row-screens.ts";
export { runImport } from "./imports/run/run-import.ts";
export {
  cancelImport,
  type EnqueueImport,
  type ImportCommand,
  startImport,
  undoImport,
} from "./imports/start-import.ts";
export { helpList } from "./indexes/help-slow-lists.ts";
export { indexesQueue, resumeIndexes, workIndexes } from "./indexes/index-queue.ts";
export { type KeptIndexes, keepIndexes } from "./indexes/keep-indexes.ts";
export { createListUse, type ListUse } from "./indexes/list-use.ts";
export { type BoardColumn, type BoardInput, type RecordBoard, readBoard } from "./lists/board.ts";
export { type CountInput, countRecords } from "./lists/count-records.ts";
export { readCondition } from "./lists/filter-sql.ts";
export { type IdsWhereInput, idsWhere } from "./lists/ids-where.ts";
export {
  type ListRecordsInput,
  listRecords,
  type RecordList,
  type RecordSelection,
} from "./lists/list-records.ts";
export { requireSeen } from "./lists/require-seen.ts";
export { mergedInto, survivorsOf } from "./merges/find-merges.ts";
export { type MergedRecord, type MergeRecordsInput, mergeRecords } from "./merges/merge-records.ts";
export { previewMerge } from "./merges/preview-merge.ts";
export { addRecordPlace, type RecordPlace } from "./merges/record-places.ts";
export { type UndoMergeInput, undoMerge } from "./merges/undo-merge.ts";
export { addField, addFields } from "./metadata/add-field.ts";
export { changeField } from "./metadata/change-field.ts";
export {
  conversionsQueue,
  resumeConversions,
  workConversions,
} from "./metadata/conversion/conversions-queue.ts";
export { convertField } from "./metadata/conversion/convert-field.ts";
export { type FieldTarget, startConversion } from "./metadata/conversion/start-conversion.ts";
export { createObject, type SchemaEditor } from "./metadata/create-object.ts";
export {
  type FieldPlace,
  type FieldUse,
  type FieldUsesOf,
  onFieldUses,
  placesOf,
} from "./metadata/field-uses.ts";
export { masksChannel, readMaskRules, setMaskRule } from "./metadata/masks/masks.ts";
export { readSchema } from "./metadata/read-schema.ts";
export { removeField } from "./metadata/remove-field.ts";
export { transactThroughChange } from "./metadata/transact-through-change.ts";
export { recordsMigrations } from "./migrations/records-migrations.ts";
export { recordsPersonalData } from "./personal-data/records-personal-data.ts";
export { presentHits } from "./present/present-hits.ts";
export { presentRecords } from "./present/present-records.ts";
export type { UserNames } from "./present/reference-titles.ts";
export type { RecordsDependencies } from "./routes/dependencies.ts";
export { recordsRoutes } from "./routes/records-routes.ts";
export {
  type ContactPoint,
  type ContactPointHit,
  findByEmailOrPhone,
} from "./search/find-by-email-or-phone.ts";
export { type SearchInput, searchRecords } from "./search/search-records.ts";
export type { Actor } from "./store/actor.ts";
export {
  type CreateRecordInput,
  type CreateRecordsInput,
  createRecord,
  createRecords,
  type NewRecord,
} from "./store/create-records.ts";
export {
  type DeleteRecordInput,
  type DeleteRecordsInput,
  deleteRecord,
  deleteRecords,
  restoreRecord,
  restoreRecords,
} from "./store/delete-record.ts";
export { getRecord, getRecords, type RecordKey } from "./store/get-record.ts";
export {
  notifyPages,
  onRecordChange,
  type RecordChange,
  type RecordChangeListener,
} from "./store/record-change.ts";
export { type HistoryOptions, recordHistory, type StoredChange } from "./store/record-history.ts";
export type { StoredRecord } from "./store/record-table.ts";
export {
  type UpdateRecordInput,
  type UpdateRecordsInput,
  updateRecord,
  updateRecords,
} from "./store/update-record.ts";
export {
  type PastInput,
  type PastRecord,
  readRecordAsOf,
  valuesKnownAt,
} from "./store/values-known-at.ts";
