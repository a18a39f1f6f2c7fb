import type { SchemaDocument } from "@causeway/platform-contract";
import { useTexts } from "../texts/text.ts";

/** The objects of the business as options of a select; nothing until the schema is there. */
export function ObjectOptions({
  schema,
  plural = false,
}: {
  readonly schema: SchemaDocument | undefined;
  readonly plural?: boolean;
}) {
  const { label } = useTexts();
  return schema?.objects.map((object) => (
    <option key={object.name} value={object.name}>
      {label(plural ? object.pluralLabel : object.label)}
    </option>
  ));
}
