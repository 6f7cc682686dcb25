import { readFileSync } from "node:fs";
import ts from "typescript";

/** One argument that holds a value, not further arguments. */
export interface ArgumentDoc {
  /** `nodes[].ssh.port` */
  path: string;
  /** The kind of change, the first words of its tag `@change`, or of the nearest argument around it that has one. */
  change: string;
  /** What the tag says besides. */
  detail: string;
}

/**
 * The arguments that an interface has, with what their docstrings say of a change of them.
 *
 * @param files where the interface and those it refers to are
 * @param left interfaces that are told of elsewhere
 * @throws where an argument has no tag `@change`, and none around it has
 */
export function argumentDocs(
  files: readonly string[],
  root: string,
  left: readonly string[] = [],
): ArgumentDoc[] {
  const interfaces = new Map(files.flatMap(readInterfaces));
  const found: ArgumentDoc[] = [];
  walk(root, "", undefined);
  return found;

  function walk(name: string, prefix: string, around: string | undefined): void {
    for (const member of membersOf(name)) {
      const { type, suffix } = inner(member.type);
      const path = `${prefix}${member.name.getText()}${suffix}`;
      const tag = changeTag(member) ?? around;
      if (interfaces.has(type)) {
        if (!left.includes(type)) walk(type, `${path}.`, tag);
      } else if (tag === undefined) {
        throw new Error(`${path}: its docstring does not say what a change does; give it a tag @change`);
      } else {
        const [change = "", ...detail] = tag.split("; ");
        found.push({ path, change, detail: detail.join("; ") });
      }
    }
  }

  /** Its own after those that it extends and does not describe anew. */
  function membersOf(name: string): ts.PropertySignature[] {
    const declaration = interfaces.get(name);
    if (declaration === undefined) throw new Error(`there is no interface ${name} in ${files.join(", ")}`);
    const parents = (declaration.heritageClauses ?? []).flatMap(({ types }) =>
      types.map((type) => type.getText()),
    );
    const own = declaration.members.filter(ts.isPropertySignature);
    const names = own.map((member) => member.name.getText());
    return [...parents.flatMap(membersOf).filter((each) => !names.includes(each.name.getText())), ...own];
  }
}

function readInterfaces(file: string): [string, ts.InterfaceDeclaration][] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  return source.statements.filter(ts.isInterfaceDeclaration).map((each) => [each.name.text, each]);
}

/** `Input<Record<string, Input<PeerArgs>>>` is `PeerArgs` behind `.<name>`. */
function inner(type: ts.TypeNode | undefined): { type: string; suffix: string } {
  if (type !== undefined && ts.isArrayTypeNode(type)) {
    const element = inner(type.elementType);
    return { type: element.type, suffix: `[]${element.suffix}` };
  }
  if (type !== undefined && ts.isTypeReferenceNode(type)) {
    const name = type.typeName.getText();
    const [first, second] = type.typeArguments ?? [];
    if (name === "Input") return inner(first);
    if (name === "Record") {
      const value = inner(second);
      return { type: value.type, suffix: `.<name>${value.suffix}` };
    }
  }
  return { type: type?.getText() ?? "", suffix: "" };
}

function changeTag(member: ts.PropertySignature): string | undefined {
  const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === "change");
  return tag && (ts.getTextOfJSDocComment(tag.comment) ?? "").replaceAll(/\s+/g, " ").trim();
}
