import { AppError } from "@causeway/kernel";
import { z } from "zod";
import { encodingTerms } from "../linear/encoding.ts";

const numbers = z.array(z.number());
const name = z.string().min(1);

const numericShape = z.strictObject({ kind: z.literal("numeric"), name });
const categoricalShape = z.strictObject({
  kind: z.literal("categorical"),
  name,
  levels: z.array(z.string()),
});

const numericEncoding = numericShape.extend({
  mean: z.number(),
  deviation: z.number(),
  missingTerm: z.boolean(),
  range: z.tuple([z.number(), z.number()]).optional(),
});
const categoricalEncoding = categoricalShape.extend({
  termOfLevel: z.array(z.int().nonnegative()),
  terms: z.int().nonnegative(),
  missingTerm: z.boolean(),
});

const encodings = z.array(z.discriminatedUnion("kind", [numericEncoding, categoricalEncoding]));
const termsOf = (
  encodings: readonly z.infer<typeof numericEncoding | typeof categoricalEncoding>[],
) => encodings.reduce((sum, encoding) => sum + encodingTerms(encoding), 0);

const linearSchema = z
  .strictObject({
    kind: z.enum(["logistic", "ridge"]),
    encodings,
    coefficients: numbers,
    termMeans: numbers,
    covariance: numbers,
    residualDeviation: z.number(),
  })
  .refine(({ encodings, coefficients, termMeans, covariance }) => {
    const terms = termsOf(encodings);
    const triangle = ((terms + 1) * (terms + 2)) / 2;
    const hasCovariance = covariance.length === triangle || covariance.length === 0;
    return coefficients.length === terms + 1 && termMeans.length === terms && hasCovariance;
  }, "the coefficients do not belong to the columns");

const multinomialSchema = z
  .strictObject({
    kind: z.literal("multinomial"),
    encodings,
    coefficients: z.array(numbers).min(2),
    termMeans: numbers,
  })
  .refine(({ encodings, coefficients, termMeans }) => {
    const terms = termsOf(encodings);
    return termMeans.length === terms && coefficients.every((own) => own.length === terms + 1);
  }, "the coefficients do not belong to the columns");

const treeSchema = z
  .strictObject({
    feature: z.array(z.int().gte(-1)),
    threshold: numbers,
    categories: z.array(z.array(z.int().nonnegative()).nullable()),
    missingLeft: z.array(z.union([z.literal(0), z.literal(1)])),
    left: z.array(z.int()),
    right: z.array(z.int()),
    value: numbers,
    cover: numbers,
    gain: numbers,
  })
  .refine(isTree, "the nodes do not form a tree");

/** Children lie after their parent and inside the arrays: every walk from the root ends at a leaf. */
function isTree(tree: {
  readonly feature: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly [field: string]: readonly unknown[];
}): boolean {
  const size = tree.feature.length;
  if (size === 0 || Object.values(tree).some((values) => values.length !== size)) return false;
  return tree.feature.every((feature, node) => {
    if (feature < 0) return true;
    const children = [tree.left[node] ?? -1, tree.right[node] ?? -1];
    return children.every((child) => child > node && child < size);
  });
}

const boostingSchema = z
  .strictObject({
    kind: z.literal("boosting"),
    loss: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("log-loss") }),
      z.strictObject({ kind: z.literal("softmax"), classes: z.int().gte(2) }),
      z.strictObject({ kind: z.literal("squared") }),
      z.strictObject({ kind: z.literal("quantile"), quantile: z.number().gt(0).lt(1) }),
    ]),
    columns: z.array(z.discriminatedUnion("kind", [numericShape, categoricalShape])),
    start: numbers.min(1),
    trees: z.array(treeSchema),
  })
  .refine(
    (model) =>
      model.trees.every((tree) => tree.feature.every((column) => column < model.columns.length)),
    "a tree asks for a column that the model does not have",
  );

const calibrationSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("platt"), slope: z.number(), intercept: z.number() }),
  z.strictObject({ kind: z.literal("isotonic"), inputs: numbers, outputs: numbers }),
  z.strictObject({ kind: z.literal("temperature"), sharpness: z.number().positive() }),
]);

const savedModelSchema = z.strictObject({
  format: z.literal("causeway-model"),
  version: z.literal(1),
  target: name,
  task: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("binary") }),
    z.strictObject({ kind: z.literal("multiclass"), classes: z.int().gte(2) }),
    z.strictObject({ kind: z.literal("regression") }),
  ]),
  /** Names of the outcomes 0, 1, …; empty for a number. */
  classes: z.array(z.string()),
  predictor: z.discriminatedUnion("kind", [linearSchema, multinomialSchema, boostingSchema]),
  calibration: calibrationSchema.nullable(),
  /** By column of dates: which number before a slash is the day, where the texts of training showed it. */
  dateOrders: z.record(z.string(), z.enum(["day-first", "month-first"])).optional(),
});

/** A model as it is stored: versioned JSON. */
export type SavedModel = z.infer<typeof savedModelSchema>;

/** Reads a stored model strictly; throws AppError("bad-input") with every issue at once. */
export function parseModel(value: unknown): SavedModel {
  const result = savedModelSchema.safeParse(value);
  if (result.success) return result.data;
  throw new AppError("bad-input", "This is not a model of this version", {
    issues: result.error.issues.map((issue) => ({
      path: issue.path.join("."),
      message: issue.message,
    })),
  });
}
