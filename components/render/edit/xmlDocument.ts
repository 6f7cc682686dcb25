import { SaxesParser } from "saxes";
import { EditError } from "./editError";

/**
 * A parsed XML file that knows where in its bytes everything stands. `source` is the file decoded as latin1, one
 * character per byte, so offsets are byte offsets and whatever is not edited survives in any encoding.
 */
export interface XmlDocument {
  readonly file: string;
  readonly source: string;
  readonly root: XmlElement;
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
  readonly value: string;
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

export function parseXml(file: string, source: string): XmlDocument {
  const skipped = source.startsWith(byteOrderMark) ? byteOrderMark.length : 0;
  // Version 1.0 is forced because 1.1 would take the bytes 0x80 to 0x9f of UTF-8 text for control characters.
  const parser = new SaxesParser({ forceXMLVersion: true, defaultXMLVersion: "1.0" });
  const position = () => parser.position + skipped;
  let root: OpenElement | undefined;
  let open: OpenElement | undefined;

  parser.on("opentagstart", ({ name }) => {
    const start = source.lastIndexOf("<", position() - 1);
    const element = newElement(name, open, start);
    open?.children.push(element);
    root ??= element;
    open = element;
  });
  parser.on("attribute", ({ name, value }) => {
    const end = position() - 1;
    const start = source.lastIndexOf(source.charAt(end), end - 1) + 1;
    open?.attributes.push({ name: localName(name), value, start, end });
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
    if (open !== undefined) {
      open.end = position();
      open.contentEnd = open.selfClosing ? open.end : source.lastIndexOf("<", open.end - 1);
      open = open.parent;
    }
  });
  parser.on("doctype", () => {
    throw new EditError(file, "", "expected no DOCTYPE, which the product refuses");
  });
  // Not an `error` handler: with an eighth handler V8 makes the parser a slow object, and it parses seven times longer.
  try {
    parser.write(skipped === 0 ? source : source.slice(skipped)).close();
  } catch (error) {
    if (error instanceof EditError || !(error instanceof Error)) {
      throw error;
    }
    throw new EditError(file, "", `expected well-formed XML, found at line:column ${error.message}`);
  }

  if (root === undefined) {
    throw new EditError(file, "", "expected well-formed XML, found no element");
  }
  return { file, source, root };
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
