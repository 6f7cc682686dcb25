/** An element to be written: text, or further elements. */
export interface NewElement {
  name: string;
  attributes: Record<string, string>;
  content: string | readonly NewElement[];
}

export function element(
  name: string,
  content: NewElement["content"],
  attributes: Record<string, string> = {},
): NewElement {
  return { name, attributes, content };
}

export interface Layout {
  /** What stands before the element on its line. */
  indentation: string;
  /** One level of indentation. */
  unit: string;
  lineEnding: string;
}

/** The element as text. Text is never padded: the product takes leaf text with its white space. */
export function formatElement({ name, attributes, content }: NewElement, layout: Layout): string {
  const start = [
    name,
    ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeXml(value)}"`),
  ].join(" ");
  if (typeof content === "string") {
    return `<${start}>${escapeXml(content)}</${name}>`;
  }
  const inner = { ...layout, indentation: layout.indentation + layout.unit };
  const lines = content.map((child) => inner.indentation + formatElement(child, inner));
  return [`<${start}>`, ...lines, `${layout.indentation}</${name}>`].join(layout.lineEnding);
}

const named: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/**
 * A value as XML text or attribute value. What is written is ASCII, so it means the same in every encoding; line
 * breaks and tabs are references because a parser would otherwise normalise them.
 */
export function escapeXml(value: string): string {
  return value.replace(
    /[&<>"']|[^\x20-\x7e]/gu,
    (character) => named[character] ?? `&#${character.codePointAt(0)};`,
  );
}

/** Whether XML 1.0 can hold the value at all: no control characters but tab, LF and CR, no half surrogates. */
export function isXmlText(value: string): boolean {
  return /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(value);
}
