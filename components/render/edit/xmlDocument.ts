import { SaxesParser } from "saxes";
import type { Step } from "../../description";
import { EditError } from "./editError";

/**
 * A parsed XML file that knows where in its bytes everything stands. `source` is the file decoded as latin1, one
 * character per byte, so offsets are byte offsets and whatever is not edited survives in any encoding.
 */
export interface XmlDocument {
  readonly file: string;
  readonly source: string;
  readonly root: XmlElement;
  /** The paths that were looked for in it, so that each is read once for both nodes. */
  readonly paths: Map<string, Step[]>;
}

export interface XmlElement {
  /** Local name, without a prefix. */
  readonly name: string;
  /** The name as written, with its prefix. */
  readonly tag: string;
  readonly parent: XmlElement | undefined;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** The decoded text and CDATA directly in the element, comments left out. */
  readonly text: string;
  /** `<a/>`; its content range is empty and stands at its end. */
  readonly selfClosing: boolean;
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly end: number;
}

export interface XmlAttribute {
  /** Local name, without a prefix. */
  readonly name: string;
  /** The name as written, with its prefix. */
  readonly tag: string;
  readonly value: string;
  /** Where the name begins. */
  readonly nameStart: number;
  /** The range of the value, without its quotes. */
  readonly start: number;
  readonly end: number;
}

/** An element while its tags are being read. */
interface OpenElement extends XmlElement {
  parent: OpenElement | undefined;
  attributes: XmlAttribute[];
  children: XmlElement[];
  text: string;
  selfClosing: boolean;
  contentStart: number;
  contentEnd: number;
  end: number;
}

/** A UTF-8 byte order mark as it looks decoded as latin1. */
const byteOrderMark = "\u00ef\u00bb\u00bf";

/** No file of the product comes near these; without them a small file can take minutes and gigabytes. */
const deepest = 100;
const mostParts = 50_000;

/**
 * @throws EditError where it is malformed, has a DOCTYPE, more than 100 elements within each other, or more than 50 000 elements
 *   and attributes
 */
export function parseXml(file: string, source: string): XmlDocument {
  const skipped = source.startsWith(byteOrderMark) ? byteOrderMark.length : 0;
  // Version 1.0 is forced because 1.1 would take the bytes 0x80 to 0x9f of UTF-8 text for control characters.
  const parser = new SaxesParser({ forceXMLVersion: true, defaultXMLVersion: "1.0" });
  const position = () => parser.position + skipped;
  let root: OpenElement | undefined;
  let open: OpenElement | undefined;
  let depth = 0;
  let parts = 0;
  const prefixed: [XmlElement, string][] = [];
  const checkLimits = () => {
    if (depth > deepest) throw tooMuch(file, `${deepest} elements within each other`);
    if (++parts > mostParts) throw tooMuch(file, `${mostParts} elements and attributes`);
  };

  parser.on("opentagstart", ({ name }) => {
    depth++;
    checkLimits();
    const start = source.lastIndexOf("<", position() - 1);
    const element = newElement(name, open, start);
    if (name.includes(":")) prefixed.push([element, name]);
    open?.children.push(element);
    root ??= element;
    open = element;
  });
  parser.on("attribute", ({ name, value }) => {
    checkLimits();
    const end = position() - 1;
    const start = source.lastIndexOf(source.charAt(end), end - 1) + 1;
    const nameStart = source.lastIndexOf(name, start - 1);
    const attribute = { name: localName(name), tag: name, value, nameStart, start, end };
    open?.attributes.push(attribute);
    if (open !== undefined && name.includes(":")) prefixed.push([open, name]);
  });
  parser.on("opentag", ({ isSelfClosing }) => {
    if (open !== undefined) {
      open.contentStart = position();
      open.selfClosing = isSelfClosing;
    }
  });
  const addText = (text: string) => {
    if (open !== undefined) {
      open.text += text;
    }
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    depth--;
    if (open !== undefined) {
      open.end = position();
      open.contentEnd = open.selfClosing ? open.end : source.lastIndexOf("<", open.end - 1);
      open = open.parent;
    }
  });
  parser.on("doctype", () => {
    const remedy = "remove it, and write out what its entities stand for";
    throw new EditError(file, "", "expected no DOCTYPE, which the product refuses", remedy);
  });
  // Not an `error` handler: with an eighth handler V8 makes the parser a slow object, and it parses seven times longer.
  try {
    parser.write(skipped === 0 ? source : source.slice(skipped)).close();
  } catch (error) {
    if (error instanceof EditError || !(error instanceof Error)) {
      throw error;
    }
    throw malformed(file, `found at line:column ${error.message}`, "correct the file");
  }

  if (root === undefined) {
    throw malformed(file, "found no element", "give the file that the product ships");
  }
  checkPrefixes(file, prefixed);
  return { file, source, root, paths: new Map() };
}

/** The parser leaves namespaces out, which would take it five times as long; the product's parsers refuse an undeclared prefix. */
function checkPrefixes(file: string, prefixed: readonly (readonly [XmlElement, string])[]): void {
  for (const [element, name] of prefixed) {
    const prefix = name.slice(0, name.indexOf(":"));
    if (["xml", "xmlns"].includes(prefix) || namespaceOf(element, prefix) !== undefined) continue;
    const remedy = `declare it in the root element: xmlns:${prefix}="..."`;
    throw malformed(file, `found ${name} with a prefix that is not declared`, remedy);
  }
}

/** The namespace that a prefix stands for in an element. */
export function namespaceOf(element: XmlElement | undefined, prefix: string): string | undefined {
  if (element === undefined) return undefined;
  const declaration = `xmlns:${prefix}`;
  const declared = element.attributes.find(({ tag }) => tag === declaration);
  return declared?.value ?? namespaceOf(element.parent, prefix);
}

function tooMuch(file: string, most: string): EditError {
  return new EditError(file, "", `expected at most ${most}`, "give the file that the product ships");
}

function malformed(file: string, found: string, remedy: string): EditError {
  return new EditError(file, "", `expected well-formed XML, ${found}`, remedy);
}

function newElement(tag: string, parent: OpenElement | undefined, start: number): OpenElement {
  return {
    name: localName(tag),
    tag,
    parent,
    attributes: [],
    children: [],
    text: "",
    selfClosing: false,
    start,
    contentStart: start,
    contentEnd: start,
    end: start,
  };
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
