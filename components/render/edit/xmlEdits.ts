import { SecureVault } from "../../description";
import { EditError } from "./editError";
import { applyEdits, lineEnding, type TextEdit } from "./textEdit";
import { vaultAlias } from "./vaultAlias";
import type { XmlAttribute, XmlDocument, XmlElement } from "./xmlDocument";
import {
  attributeName,
  attributeOf,
  findElement,
  findElements,
  lastStep,
  onlyElement,
  parentPath,
} from "./xmlSelector";
import { element, escapeXml, formatElement, isXmlText, type Layout, type NewElement } from "./xmlText";

/**
 * Edits of one XML file. Each names its place by a path; the places that are not exactly one are the errors that `apply`
 * throws. What already is as wanted is left alone. All are made on the text as parsed, so a document serves several nodes.
 */
export class XmlEdits {
  private readonly document: XmlDocument;
  private readonly secureVault: SecureVault;
  private readonly edits: TextEdit[] = [];
  private readonly removed = new Set<XmlElement>();
  private readonly appended = new Map<XmlElement, NewElement[]>();
  private readonly errors: EditError[] = [];

  /** @param secureVault what becomes of a text that the product takes from its secure vault */
  constructor(document: XmlDocument, secureVault: SecureVault = SecureVault.Remove) {
    this.document = document;
    this.secureVault = secureVault;
  }

  /**
   * The file's text with all edits made.
   *
   * @throws EditError with every edit that has no place
   */
  apply(): string {
    const failure = EditError.joined(this.errors);
    if (failure !== undefined) throw failure;
    const appended = [...this.appended].map(([parent, additions]) => this.appendEdit(parent, additions));
    return applyEdits(this.document.source, [...this.edits, ...appended]);
  }

  /** Whether exactly one element is at the path; if not, that is the one error of all that would be edited in it. */
  has(path: string): boolean {
    const { length } = this.errors;
    this.attempt(() => findElement(this.document, path));
    return this.errors.length === length;
  }

  setText(path: string, value: string): void {
    this.attempt(() => this.setTextOf(findElement(this.document, path), path, value));
  }

  /** The path ends with `/@attribute`; the attribute must be there. */
  setAttribute(path: string, value: string): void {
    this.attempt(() => {
      const { attribute } = this.findOwner(path);
      if (attribute === undefined) {
        const remedy = "add the attribute as it is in the file that the product ships";
        const expectation = "expected the attribute, found the element without it";
        throw new EditError(this.document.file, path, expectation, remedy);
      }
      this.setValueOf(attribute, path, value);
    });
  }

  /** As `setAttribute`; adds the attribute to an element that has none of the name. */
  putAttribute(path: string, value: string): void {
    this.attempt(() => {
      const { target, name, attribute } = this.findOwner(path);
      const position = target.start + 1 + target.tag.length;
      if (attribute === undefined) this.edit(position, position, ` ${name}="${escapeXml(value)}"`);
      else this.setValueOf(attribute, path, value);
    });
  }

  /** Replaces the element at the path by another, at the same indentation. */
  replace(path: string, replacement: NewElement): void {
    this.attempt(() => {
      const target = findElement(this.document, path);
      this.checkValues(path, replacement);
      this.edit(target.start, target.end, formatElement(replacement, this.layoutOf(target)));
    });
  }

  /** Removes every element at the path, and the line of each where nothing else stands on it. */
  removeAll(path: string): void {
    this.attempt(() => {
      for (const target of findElements(this.document, path)) this.removeElement(target);
    });
  }

  insertAfter(path: string, addition: NewElement): void {
    this.attempt(() => {
      const sibling = findElement(this.document, path);
      this.checkValues(path, addition);
      const layout = this.layoutOf(sibling);
      const line = layout.lineEnding + layout.indentation + formatElement(addition, layout);
      this.edit(sibling.end, sibling.end, line);
    });
  }

  /** Adds a last child: after the last element, or after the comments of an element that has none. */
  append(path: string, addition: NewElement): void {
    this.attempt(() => {
      const parent = findElement(this.document, path);
      this.checkValues(path, addition);
      this.appended.set(parent, [...(this.appended.get(parent) ?? []), addition]);
    });
  }

  /** Replaces the element at `path`; where there is none, adds it as `add` does. */
  put(path: string, wanted: NewElement, after: string): void {
    this.attempt(() => {
      if (findElements(this.document, path).length > 0) this.replace(path, wanted);
      else this.add(path, wanted, after);
    });
  }

  /**
   * Sets the text of the element at `path`; where there is none, adds one with the attributes that the path asks for, after the
   * sibling at `after`, or as the last child if there is no such sibling.
   */
  putText(path: string, value: string, after?: string): void {
    this.attempt(() => {
      const found = findElements(this.document, path);
      if (found.length > 0) {
        this.setTextOf(onlyElement(this.document, path, found), path, value);
        return;
      }
      const { name, attributes } = lastStep(this.document, path);
      this.add(path, element(name, value, attributes), after);
    });
  }

  /** Adds the element that `path` leads to, after the sibling at `after`, or as the last child if there is no such sibling. */
  add(path: string, addition: NewElement, after?: string): void {
    const hasSibling = after !== undefined && findElements(this.document, after).length === 1;
    if (hasSibling) this.insertAfter(after, addition);
    else this.append(parentPath(this.document, path), addition);
  }

  private attempt(action: () => void): void {
    try {
      action();
    } catch (reason) {
      if (!(reason instanceof EditError)) throw reason;
      this.errors.push(reason);
    }
  }

  private setTextOf(target: XmlElement, path: string, value: string): void {
    if (target.children.length > 0) {
      const expectation = "expected an element with text, found one with elements";
      throw new EditError(this.document.file, path, expectation, "put text in their place");
    }
    const alias = vaultAlias(target);
    if (alias !== undefined && this.secureVault === SecureVault.Keep) return;
    if (alias !== undefined) this.removeAttribute(alias.nameStart, alias.end);
    if (target.text === value) return;
    this.checkValue(path, value);
    this.replaceContent(target, escapeXml(value));
  }

  private findOwner(path: string): { target: XmlElement; name: string; attribute: XmlAttribute | undefined } {
    const { elementPath, name } = attributeName(this.document, path);
    const target = findElement(this.document, elementPath);
    return { target, name, attribute: attributeOf(target, name) };
  }

  private setValueOf({ value: present, start, end }: XmlAttribute, path: string, value: string): void {
    if (present === value) return;
    this.checkValue(path, value);
    this.edit(start, end, escapeXml(value));
  }

  private edit(start: number, end: number, replacement: string): void {
    this.edits.push({ start, end, replacement });
  }

  /** With the white space before its name and its last quote. */
  private removeAttribute(nameStart: number, valueEnd: number): void {
    const start = this.document.source.slice(0, nameStart).trimEnd().length;
    this.edit(start, valueEnd + 1, "");
  }

  private removeElement(target: XmlElement): void {
    const { source } = this.document;
    const lineStart = source.lastIndexOf("\n", target.start - 1) + 1;
    const rest = /^[ \t]*\r?\n/.exec(source.slice(target.end, target.end + 200))?.[0];
    const alone = rest !== undefined && isBlank(source.slice(lineStart, target.start));
    this.removed.add(target);
    this.edit(alone ? lineStart : target.start, alone ? target.end + rest.length : target.end, "");
  }

  private appendEdit(parent: XmlElement, additions: readonly NewElement[]): TextEdit {
    const [first] = parent.children;
    const last = parent.children.findLast((child) => !this.removed.has(child));
    const layout = first === undefined ? this.layoutWithin(parent) : this.layoutOf(last ?? first);
    const lines = additions
      .map((addition) => layout.lineEnding + layout.indentation + formatElement(addition, layout))
      .join("");
    if (first !== undefined) {
      const position = last?.end ?? parent.contentStart;
      return { start: position, end: position, replacement: lines };
    }
    const content = this.document.source.slice(parent.contentStart, parent.contentEnd).trimEnd();
    return this.contentEdit(parent, content + lines + layout.lineEnding + this.indentationOf(parent));
  }

  private replaceContent(target: XmlElement, content: string): void {
    const { start, end, replacement } = this.contentEdit(target, content);
    this.edit(start, end, replacement);
  }

  private contentEdit(target: XmlElement, content: string): TextEdit {
    if (!target.selfClosing) {
      return { start: target.contentStart, end: target.contentEnd, replacement: content };
    }
    const tag = this.document.source.slice(target.start, target.end - "/>".length).trimEnd();
    return { start: target.start + tag.length, end: target.end, replacement: `>${content}</${target.tag}>` };
  }

  private checkValues(path: string, addition: NewElement): void {
    for (const value of valuesOf(addition)) this.checkValue(path, value);
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
