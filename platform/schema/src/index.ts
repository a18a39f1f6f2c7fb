export { describeField, toFieldCatalog } from "./field-catalog.ts";
export type { FieldTypeDefinition, Reading, SearchContribution } from "./field-types/field-type.ts";
export { normalizePhone } from "./field-types/phone.ts";
export { fieldTypes } from "./field-types/registry.ts";
export {
  fieldNamed,
  isPersonObject,
  isSearched,
  objectNamed,
  type Schema,
  titleFieldOf,
} from "./model.ts";
export { type ReadValuesOptions, readValues, type ValuesReading } from "./read-values.ts";
export {
  concealed,
  maskedEmail,
  maskedName,
  maskedPhone,
  maskedValue,
  openPart,
  seenTitle,
  seenValue,
  seenValues,
  seesAll,
  seesWhole,
  sightOf,
  type Viewer,
} from "./sight.ts";
export { standardObjects } from "./standard/standard-objects.ts";
export { reservedNames, systemFields } from "./system-fields.ts";
