import type { FeatureSpec } from "@causeway/platform-contract";
import type { FeatureSource, SourceContext } from "../feature.ts";
import { ageSource } from "./age.ts";
import { behaviourSetSource, behaviourSource } from "./behaviour.ts";
import { contactDetailsSource } from "./contact-details.ts";
import { fieldHistorySource } from "./field-history.ts";
import { fieldsSource } from "./fields.ts";
import { parameterSource } from "./parameter.ts";
import { predictionSource } from "./prediction.ts";
import { relatedSource } from "./related.ts";
import { signalSource } from "./signal.ts";

type Kind = FeatureSpec["kind"];
type SpecOf<Name extends Kind> = Extract<FeatureSpec, { readonly kind: Name }>;
type Binders = {
  readonly [Name in Kind]: (spec: SpecOf<Name>, context: SourceContext) => FeatureSource;
};

/** Every kind of feature: one file, one line. */
const binders: Binders = {
  fields: fieldsSource,
  age: ageSource,
  "field-history": fieldHistorySource,
  "contact-details": contactDetailsSource,
  related: relatedSource,
  "behaviour-set": behaviourSetSource,
  behaviour: behaviourSource,
  signal: signalSource,
  prediction: predictionSource,
  parameter: parameterSource,
};

/** The features of one part of a definition, and how to read them. */
export function bindSource<Name extends Kind>(
  spec: SpecOf<Name>,
  context: SourceContext,
): FeatureSource {
  const bind: Binders[Name] = binders[spec.kind as Name];
  return bind(spec, context);
}
