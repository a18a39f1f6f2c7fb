import { SaxesParser } from "saxes";
import type { JsonObject } from "../wire/json-object.ts";

const deepest = 12;
const mostElements = 2_000;

type Members = Record<string, unknown>;

/**
 * An XML document as an object: elements by name, text as text, elements of the same name as a list. No attributes.
 * Document types are refused, so there are no entities but the five of XML itself. Null for what is no such document.
 */
export function readXml(text: string): JsonObject | null {
  const parser = new SaxesParser({ xmlns: false, fragment: false });
  const open: { readonly name: string; readonly members: Members; text: string }[] = [];
  let root: unknown = null;
  let elements = 0;
  const refuse = (): never => {
    throw new Error("not a plain XML document");
  };
  parser.on("doctype", refuse);
  parser.on("error", refuse);
  parser.on("opentag", ({ name }) => {
    if (++elements > mostElements || open.length >= deepest) refuse();
    open.push({ name, members: Object.create(null) as Members, text: "" });
  });
  const addText = (more: string): void => {
    const current = open.at(-1);
    if (current) current.text += more;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const closed = open.pop();
    if (!closed) return;
    const isLeaf = Object.keys(closed.members).length === 0;
    const value = isLeaf ? closed.text.trim() : { ...closed.members };
    const parent = open.at(-1);
    if (parent) addMember(parent.members, closed.name, value);
    else root = value;
  });
  try {
    parser.write(text).close();
  } catch {
    return null;
  }
  return typeof root === "object" ? (root as JsonObject | null) : null;
}

function addMember(members: Members, name: string, value: unknown): void {
  const known = members[name];
  if (known === undefined) members[name] = value;
  else if (Array.isArray(known)) known.push(value);
  else members[name] = [known, value];
}
