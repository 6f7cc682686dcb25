import { EditError } from "./editError";
import { applyEdits, lineEnding, type TextEdit } from "./textEdit";
import type { XmlDocument, XmlElement } from "./xmlDocument";
import { findAttribute, findElement, findElements, lastStep, parentPath } from "./xmlSelector";
import { element, escapeXml, formatElement, isXmlText, type Layout, type NewElement } from "./xmlText";

/**
 * Edits of one XML file. Each names its place by a path and throws `EditError` where that is not exactly one; what
 * already is as wanted is left alone. All are made on the text as parsed, so a document serves several nodes.
 */
export class XmlEdits {
  private readonly document: XmlDocument;
  private readonly edits: TextEdit[] = [];

  constructor(document: XmlDocument) {
    this.document = document;
  }

  /** The file's text with all edits made. */
  apply(): string {
    return applyEdits(this.document.source, this.edits);
  }

  setText(path: string, value: string): void {
    const target = findElement(this.document, path);
    if (target.children.length > 0) {
      throw new EditError(this.document.file, path, "expected an element with text, found one with elements");
    }
    if (target.text !== value) {
      this.checkValue(path, value);
      this.replaceContent(target, escapeXml(value));
    }
  }

  /** The path ends with `/@attribute`; the attribute must be there. */
  setAttribute(path: string, value: string): void {
    const attribute = findAttribute(this.document, path);
    if (attribute.value !== value) {
      this.checkValue(path, value);
      this.edit(attribute.start, attribute.end, escapeXml(value));
    }
  }

  /** Replaces the element at the path by another, at the same indentation. */
  replace(path: string, replacement: NewElement): void {
    const target = findElement(this.document, path);
    this.edit(target.start, target.end, this.format(path, replacement, this.layoutOf(target)));
  }

  /** Removes the element, and its line where nothing else stands on it. */
  remove(path: string): void {
    const { source } = this.document;
    const { start, end } = findElement(this.document, path);
    const lineStart = source.lastIndexOf("\n", start - 1) + 1;
    const rest = /^[ \t]*\r?\n/.exec(source.slice(end, end + 200))?.[0];
    const alone = rest !== undefined && isBlank(source.slice(lineStart, start));
    this.edit(alone ? lineStart : start, alone ? end + rest.length : end, "");
  }

  insertAfter(path: string, addition: NewElement): void {
    const sibling = findElement(this.document, path);
    const layout = this.layoutOf(sibling);
    this.edit(
      sibling.end,
      sibling.end,
      layout.lineEnding + layout.indentation + this.format(path, addition, layout),
    );
  }

  insertBefore(path: string, addition: NewElement): void {
    const sibling = findElement(this.document, path);
    const layout = this.layoutOf(sibling);
    this.edit(
      sibling.start,
      sibling.start,
      this.format(path, addition, layout) + layout.lineEnding + layout.indentation,
    );
  }

  /** Adds a last child: after the last element, or after the comments of an element that has none. */
  append(path: string, addition: NewElement): void {
    const parent = findElement(this.document, path);
    const last = parent.children.at(-1);
    const layout = last === undefined ? this.layoutWithin(parent) : this.layoutOf(last);
    const line = layout.lineEnding + layout.indentation + this.format(path, addition, layout);
    if (last !== undefined) {
      this.edit(last.end, last.end, line);
      return;
    }
    const content = this.document.source.slice(parent.contentStart, parent.contentEnd).trimEnd();
    this.replaceContent(parent, content + line + layout.lineEnding + this.indentationOf(parent));
  }

  /** Replaces the element at `path`; where there is none, adds it after the sibling at `after`. */
  put(path: string, wanted: NewElement, after: string): void {
    if (findElements(this.document, path).length > 0) {
      this.replace(path, wanted);
    } else {
      this.insertAfter(after, wanted);
    }
  }

  /**
   * Sets the text of the element at `path`; where there is none, adds one, with the attributes that the path asks
   * for, after the sibling at `after`.
   */
  putText(path: string, value: string, after: string): void {
    if (findElements(this.document, path).length > 0) {
      this.setText(path, value);
    } else {
      const { name, attributes } = lastStep(this.document, path);
      this.insertAfter(after, element(name, value, attributes));
    }
  }

  /** Sets the text of the element at `path`; where there is none, adds one as the last child of its parent. */
  appendText(path: string, value: string): void {
    if (findElements(this.document, path).length > 0) {
      this.setText(path, value);
    } else {
      const { name, attributes } = lastStep(this.document, path);
      this.append(parentPath(this.document, path), element(name, value, attributes));
    }
  }

  private edit(start: number, end: number, replacement: string): void {
    this.edits.push({ start, end, replacement });
  }

  private replaceContent(target: XmlElement, content: string): void {
    if (!target.selfClosing) {
      this.edit(target.contentStart, target.contentEnd, content);
      return;
    }
    const tag = this.document.source.slice(target.start, target.end - "/>".length).trimEnd();
    this.edit(target.start + tag.length, target.end, `>${content}</${target.tag}>`);
  }

  private format(path: string, addition: NewElement, layout: Layout): string {
    for (const value of valuesOf(addition)) {
      this.checkValue(path, value);
    }
    return formatElement(addition, layout);
  }

  private checkValue(path: string, value: string): void {
    if (!isXmlText(value)) {
      throw new EditError(this.document.file, path, "expected a value without control characters");
    }
  }

  /** The layout of an element beside `sibling`. */
  private layoutOf(sibling: XmlElement): Layout {
    const indentation = this.indentationOf(sibling);
    const outer = sibling.parent === undefined ? "" : this.indentationOf(sibling.parent);
    const unit = indentation.startsWith(outer) ? indentation.slice(outer.length) : "";
    return { indentation, unit: unit || "    ", lineEnding: lineEnding(this.document.source) };
  }

  private layoutWithin(parent: XmlElement): Layout {
    const layout = this.layoutOf(parent);
    return { ...layout, indentation: layout.indentation + layout.unit };
  }

  private indentationOf({ start }: XmlElement): string {
    const { source } = this.document;
    return /^[ \t]*/.exec(source.slice(source.lastIndexOf("\n", start - 1) + 1, start))?.[0] ?? "";
  }
}

function valuesOf({ attributes, content }: NewElement): string[] {
  const inner = typeof content === "string" ? [content] : content.flatMap(valuesOf);
  return [...Object.values(attributes), ...inner];
}

function isBlank(text: string): boolean {
  return text.trim() === "";
}
