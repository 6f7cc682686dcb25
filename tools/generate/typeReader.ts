import path from "node:path";
import ts from "typescript";
import type { Member, ObjectModel, TypeModel } from "./argumentModel";
import { docOf, tagsOf } from "./docstring";

/** Reads the interfaces and classes of the library with the compiler's own eyes. */
export class TypeReader {
  private readonly files: readonly string[];
  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;
  private readonly objects = new Map<ts.Declaration, ObjectModel>();

  /** @param files that declare what is asked for, from the repository's folder */
  constructor(files: readonly string[]) {
    this.files = files;
    const { config } = ts.readConfigFile("tsconfig.json", ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files }, ts.sys, ".");
    this.program = ts.createProgram(files, options);
    this.checker = this.program.getTypeChecker();
  }

  /** @throws if no file declares the interface */
  interface(name: string): ObjectModel {
    return this.object(this.declaration(name, ts.isInterfaceDeclaration));
  }

  /** The public outputs of a component's class, and its docstring. */
  outputs(name: string): { doc: string; members: Member[] } {
    const declaration = this.declaration(name, ts.isClassDeclaration);
    const members = declaration.members
      .filter(ts.isPropertyDeclaration)
      .filter((member) => ts.getCombinedModifierFlags(member) === ts.ModifierFlags.Readonly)
      // A list of resources is for programs in this language only.
      .filter((member) => /\bOutput</.test(member.type?.getText() ?? ""))
      .map((member) => this.member(member));
    return { doc: docOf(declaration), members };
  }

  private declaration<T extends ts.Statement>(name: string, is: (node: ts.Node) => node is T): T {
    const statements = this.files.flatMap((file) => [
      ...(this.program.getSourceFile(file)?.statements ?? []),
    ]);
    const found = statements.find(
      (each): each is T => is(each) && (each as { name?: ts.Identifier }).name?.text === name,
    );
    if (found === undefined) throw new Error(`none of ${this.files.join(", ")} declares ${name}`);
    return found;
  }

  private object(declaration: ts.InterfaceDeclaration): ObjectModel {
    const known = this.objects.get(declaration);
    if (known !== undefined) return known;
    const members = this.membersOf(declaration)
      .map((member) => this.member(member))
      .toSorted((one, other) => Number(other.isRequired) - Number(one.isRequired));
    const file = path.relative(process.cwd(), declaration.getSourceFile().fileName);
    const model: ObjectModel = {
      kind: "object",
      name: declaration.name.text,
      file,
      doc: docOf(declaration),
      example: tagsOf(declaration).example,
      members,
    };
    this.objects.set(declaration, model);
    return model;
  }

  /** Its own after those that it extends and does not declare again. */
  private membersOf(declaration: ts.InterfaceDeclaration): ts.PropertySignature[] {
    const own = declaration.members.filter(ts.isPropertySignature);
    const names = own.map((member) => member.name.getText());
    const inherited = (declaration.heritageClauses ?? [])
      .flatMap(({ types }) => types)
      .flatMap((type) => this.membersOf(this.interfaceAt(type) ?? unreadable(type)));
    return [...inherited.filter((member) => !names.includes(member.name.getText())), ...own];
  }

  private member(declaration: ts.PropertySignature | ts.PropertyDeclaration): Member {
    const node = declaration.type ?? unreadable(declaration);
    const tags = tagsOf(declaration);
    return {
      name: declaration.name.getText(),
      type: tags.opaque ? { kind: "opaque" } : this.type(node),
      isRequired: declaration.questionToken === undefined,
      isInput: isInput(node),
      doc: docOf(declaration),
      tags,
    };
  }

  private type(node: ts.TypeNode): TypeModel {
    if (ts.isArrayTypeNode(node)) return this.collection("list", node.elementType);
    if (ts.isTypeReferenceNode(node)) {
      const name = node.typeName.getText();
      const [first, second] = node.typeArguments ?? [];
      if (/\b(Input|Output)$/.test(name) && first !== undefined) return this.type(first);
      if (name === "Record" && second !== undefined) return this.collection("map", second);
      const declared = this.interfaceAt(node);
      if (declared !== undefined) return this.object(declared);
    }
    return this.leaf(node);
  }

  private collection(kind: "list" | "map", item: ts.TypeNode): TypeModel {
    return { kind, item: this.type(item), isInput: isInput(item) };
  }

  private leaf(node: ts.TypeNode): TypeModel {
    const type = this.checker.getTypeFromTypeNode(node);
    if (type.flags & ts.TypeFlags.String) return { kind: "text" };
    if (type.flags & ts.TypeFlags.Number) return { kind: "number" };
    if (type.flags & ts.TypeFlags.Boolean) return { kind: "flag" };
    const parts = type.isUnion() ? type.types : [type];
    const values = parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : []));
    if (values.length !== parts.length) unreadable(node);
    return { kind: "choice", name: node.getText(), values: this.inOrder(node, values) };
  }

  /** The compiler sorts a union by when it has met its members; the constant that declares them has the order to show. */
  private inOrder(node: ts.TypeNode, values: string[]): string[] {
    const symbol = this.checker.getSymbolAtLocation(ts.isTypeReferenceNode(node) ? node.typeName : node);
    const target =
      symbol && symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
    const text = target?.valueDeclaration?.getText() ?? "";
    return values.toSorted((one, other) => text.indexOf(`"${one}"`) - text.indexOf(`"${other}"`));
  }

  private interfaceAt(node: ts.TypeNode): ts.InterfaceDeclaration | undefined {
    const type = this.checker.getTypeFromTypeNode(node);
    return type.getSymbol()?.declarations?.find(ts.isInterfaceDeclaration);
  }
}

function isInput(node: ts.TypeNode): boolean {
  return ts.isTypeReferenceNode(node) && /\bInput$/.test(node.typeName.getText());
}

function unreadable(node: ts.Node): never {
  throw new Error(`${node.getSourceFile().fileName}: the generator cannot read ${node.getText()}`);
}
