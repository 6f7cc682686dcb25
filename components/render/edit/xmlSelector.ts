import { attributeSyntax, pathSteps, type Step } from "../../description";
import { EditError } from "./editError";
import type { XmlAttribute, XmlDocument, XmlElement } from "./xmlDocument";

/**
 * The elements at a path from the root: `/a/b[@name='x']/c` (attribute `name` of `b` is `x`) or
 * `/a/b[name='x']/c` (the text of its child `name` is `x`). Names are local names: prefixes are left out.
 */
export function findElements(document: XmlDocument, path: string): readonly XmlElement[] {
  const [first, ...further] = parseSteps(document, path);
  let found = first !== undefined && matches(document.root, first) ? [document.root] : [];
  for (const step of further) {
    const next: XmlElement[] = [];
    for (const element of found) {
      for (const child of element.children) {
        if (matches(child, step)) {
          next.push(child);
        }
      }
    }
    found = next;
  }
  return found;
}

/** The only element at a path. */
export function findElement(document: XmlDocument, path: string): XmlElement {
  return onlyElement(document, path, findElements(document, path));
}

/** The one element among those found at a path. */
export function onlyElement(document: XmlDocument, path: string, found: readonly XmlElement[]): XmlElement {
  const [element] = found;
  if (element === undefined || found.length > 1) {
    const remedy =
      element === undefined
        ? "add it as it is in the file that the product ships"
        : "keep the one that is to count and remove the others";
    const expectation = `expected exactly one element, found ${found.length || "none"}`;
    throw new EditError(document.file, path, expectation, remedy);
  }
  return element;
}

/** The element and the attribute of a path that ends with `/@name`. */
export function attributeName(document: XmlDocument, path: string): { elementPath: string; name: string } {
  const [, elementPath, name] = attributeSyntax.exec(path) ?? [];
  if (elementPath === undefined || name === undefined) {
    throw new EditError(document.file, path, "expected a path that ends with /@attribute");
  }
  return { elementPath, name };
}

export function attributeOf(element: XmlElement, name: string): XmlAttribute | undefined {
  return element.attributes.find((attribute) => attribute.name === name);
}

/** Name and attributes of the element that a path asks for, so that one can be made which it leads to. */
export function lastStep(
  document: XmlDocument,
  path: string,
): { name: string; attributes: Record<string, string> } {
  const { name, predicates } = parseSteps(document, path).at(-1) ?? { name: "", predicates: [] };
  if (predicates.some(({ attribute }) => !attribute)) {
    throw new EditError(document.file, path, "expected a last step with nothing but attributes in brackets");
  }
  return { name, attributes: Object.fromEntries(predicates.map(({ name, value }) => [name, value])) };
}

/** The path without its last step. */
export function parentPath(document: XmlDocument, path: string): string {
  return path.slice(0, parseSteps(document, path).at(-1)?.start);
}

function parseSteps({ file, paths }: XmlDocument, path: string): Step[] {
  const steps = paths.get(path) ?? pathSteps(path);
  if (steps === undefined) {
    throw new EditError(file, path, "expected a path such as /a/b[@name='x']/c or /a/b[name='x']/@y");
  }
  paths.set(path, steps);
  return steps;
}

function matches(element: XmlElement, step: Step): boolean {
  return (
    element.name === step.name &&
    step.predicates.every(({ attribute, name, value }) =>
      attribute
        ? attributeOf(element, name)?.value === value
        : element.children.some((child) => child.name === name && child.text.trim() === value),
    )
  );
}
