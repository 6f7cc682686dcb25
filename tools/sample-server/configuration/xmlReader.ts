import { DOMParser, type Element } from "@xmldom/xmldom";

/** Reads XML with a parser that is not the library's own. Fails on anything that is not well-formed. */
export class XmlReader {
  private readonly root: Element;

  constructor(latin1: string, encoding: "latin1" | "utf8" = "latin1") {
    const text = Buffer.from(latin1, "latin1").toString(encoding);
    const onError = (_: unknown, message: string) => {
      throw new Error(message);
    };
    const root = new DOMParser({ onError }).parseFromString(text, "text/xml").documentElement;
    if (root === null) {
      throw new Error("no root element");
    }
    this.root = root;
  }

  /** The texts of all elements that the steps lead to; a step is a name, or `name@attribute=value`. */
  texts(...steps: string[]): string[] {
    return this.elements(steps).map((element) => element.textContent ?? "");
  }

  attributes(name: string, ...steps: string[]): (string | null)[] {
    return this.elements(steps).map((element) => element.getAttribute(name));
  }

  /** The children of a datasource's `configuration`, by name; undefined unless there is exactly one of that name. */
  datasource(name: string): Record<string, string> | undefined {
    const found = this.datasources(name);
    const configuration = found.length === 1 ? descend(found, ["definition", "configuration"])[0] : undefined;
    return (
      configuration &&
      Object.fromEntries(children(configuration).map((child) => [child.localName, child.textContent]))
    );
  }

  jndiName(name: string): string | undefined {
    return descend(this.datasources(name), ["jndiConfig", "name"])[0]?.textContent ?? undefined;
  }

  private datasources(name: string): Element[] {
    return this.elements(["datasources", "datasource"]).filter((datasource) =>
      children(datasource).some((child) => child.localName === "name" && child.textContent === name),
    );
  }

  private elements(steps: readonly string[]): Element[] {
    return descend([this.root], steps);
  }
}

function descend(from: Element[], steps: readonly string[]): Element[] {
  return steps.reduce((elements, step) => {
    const [name, attribute, value = ""] = step.split(/[@=]/);
    return elements
      .flatMap(children)
      .filter((child) => child.localName === name)
      .filter((child) => attribute === undefined || child.getAttribute(attribute) === value);
  }, from);
}

function children(element: Element): Element[] {
  return [...element.childNodes].filter((node): node is Element => node.nodeType === 1);
}
