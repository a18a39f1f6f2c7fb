import { AppError, type Issue, issueAt } from "@causeway/kernel";
import { readSchema } from "@causeway/module-records";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { fieldNamed, type Schema } from "@causeway/platform-schema";
import type { NumberRule } from "../rules/identity-rules.ts";

/** Fields of one object whose numbers lead to a company, with the field that says which. */
export interface NumberSource {
  readonly object: string;
  /** The reference to the account; `id` where the records are accounts themselves. */
  readonly account: string;
  readonly fields: readonly Pick<NumberRule, "kind" | "field">[];
}

/** Where the rules find numbers, by object. Fields that are no more are left out. */
export async function numberSources(
  trx: WorkspaceTransaction,
  rules: readonly NumberRule[],
): Promise<readonly NumberSource[]> {
  if (rules.length === 0) return [];
  const schema = await readSchema(trx);
  const objects = [...new Set(rules.map(({ object }) => object))];
  return objects.flatMap((object): readonly NumberSource[] => {
    const account = accountFieldOf(schema, object);
    const fields = rules.filter((rule) => rule.object === object && holdsNumbers(schema, rule));
    return account === null || fields.length === 0 ? [] : [{ object, account, fields }];
  });
}

/** Throws `AppError("bad-input")` where a rule names what is not there, or leads to no company. */
export async function requireNumberSources(
  trx: WorkspaceTransaction,
  rules: readonly NumberRule[],
): Promise<void> {
  if (rules.length === 0) return;
  const schema = await readSchema(trx);
  const issues = rules.flatMap((rule, place): readonly Issue[] => {
    const path = `body.companyNumbers.${place}`;
    if (accountFieldOf(schema, rule.object) === null)
      return [
        issueAt(`${path}.object`, {
          zh: "这个对象没有指向客户的字段",
          en: "has no field that refers to an account",
        }),
      ];
    if (holdsNumbers(schema, rule)) return [];
    return [
      issueAt(`${path}.field`, { zh: "不是文本或数字字段", en: "is no field of text or numbers" }),
    ];
  });
  if (issues.length === 0) return;
  throw new AppError(
    "bad-input",
    {
      zh: "有单号规则指向不存在的字段",
      en: "A rule about numbers names a field that is not there",
    },
    { issues },
  );
}

function accountFieldOf(schema: Schema, name: string): string | null {
  if (name === "account") return "id";
  const object = schema.objects.find((one) => one.name === name);
  const reference = object?.fields.find(
    ({ type, target }) => type === "reference" && target === "account",
  );
  return reference?.name ?? null;
}

function holdsNumbers(schema: Schema, { object: name, field: wanted }: NumberRule): boolean {
  const object = schema.objects.find((one) => one.name === name);
  const field = object && fieldNamed(object, wanted);
  return field?.type === "text" || field?.type === "number";
}
