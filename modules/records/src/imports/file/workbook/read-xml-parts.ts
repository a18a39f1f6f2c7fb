import { SaxesParser, type SaxesTagPlain } from "saxes";
import type { RefuseFile } from "../refuse-file.ts";

/** What happens while a document is read; names come without their prefix. */
export interface XmlHandler {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Reads XML in parts, and gives a turn after each, so that what was gathered can be handed on. Document types are refused:
 * there are no entities but the five of XML itself.
 */
export async function* readXmlParts(
  parts: AsyncIterable<string>,
  handler: XmlHandler,
  refuse: RefuseFile,
): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, fragment: false });
  const fail = (cause?: unknown): never => {
    throw refuse("damaged", cause);
  };
  parser.on("doctype", () => fail());
  parser.on("error", fail);
  parser.on("opentag", ({ name, attributes }: SaxesTagPlain) =>
    handler.open?.(local(name), attributes),
  );
  parser.on("text", (text) => handler.text?.(text));
  parser.on("cdata", (text) => handler.text?.(text));
  parser.on("closetag", ({ name }) => handler.close?.(local(name)));
  let isEmpty = true;
  for await (const part of parts) {
    isEmpty &&= part === "";
    parser.write(part);
    yield;
  }
  // Workbooks leave out documents that they have no need of.
  if (!isEmpty) parser.close();
}

/** Reads all of it. */
export async function readXml(
  parts: AsyncIterable<string>,
  handler: XmlHandler,
  refuse: RefuseFile,
): Promise<void> {
  for await (const _ of readXmlParts(parts, handler, refuse));
}

function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
