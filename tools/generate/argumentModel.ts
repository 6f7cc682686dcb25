/** An interface of arguments, or what an output holds, as its docstrings tell it. */
export interface ObjectModel {
  kind: "object";
  /** `NodeArgs` */
  name: string;
  /** The file that declares it, from the repository's folder. */
  file: string;
  doc: string;
  example?: string;
  members: readonly Member[];
}

export type TypeModel =
  | { kind: "text" }
  | { kind: "choice"; name: string; values: readonly string[] }
  | { kind: "number" }
  | { kind: "flag" }
  /** What is to be passed on as it is; its form may change. */
  | { kind: "opaque" }
  | { kind: "list"; item: TypeModel; isInput: boolean }
  | { kind: "map"; item: TypeModel; isInput: boolean }
  | ObjectModel;

/** An argument, or a property of what an output holds. */
export interface Member {
  name: string;
  type: TypeModel;
  isRequired: boolean;
  /** Whether an output is accepted. What decides which resources exist is plain. */
  isInput: boolean;
  doc: string;
  tags: Tags;
}

/** The tags of a docstring that this project gives a meaning; CONTRIBUTING.md explains each. */
export interface Tags {
  /** The rule that the text, the number or each item keeps: a name in `validation/formats.ts`. */
  format?: string;
  /** The rule of a map's keys, likewise. */
  keys?: string;
  /** The rule of a list as a whole, likewise. */
  length?: string;
  /** The limits of a whole number, and what it counts. */
  range?: Range;
  secret: boolean;
  /** Whether the text is a path on the machine that runs Pulumi. */
  path: boolean;
  /** Its form may change: it is to be passed on as it is. */
  opaque: boolean;
  default?: string;
  example?: string;
  /** What a change does: a word of docs/changing-things.md and, after a semicolon, the rest. */
  change?: string;
  deprecated?: string;
}

export interface Range {
  least: number;
  most: number;
  unit: string;
}

/** Every object that a model contains, itself last, each once and after those it refers to. */
export function objectsOf(model: TypeModel, seen = new Map<string, ObjectModel>()): ObjectModel[] {
  if ("item" in model) objectsOf(model.item, seen);
  if (model.kind === "object" && !seen.has(model.name)) {
    for (const { type } of model.members) objectsOf(type, seen);
    seen.set(model.name, model);
  }
  return [...seen.values()];
}

/** What has parts: these may be outputs, and which there are is plain by itself. */
export function isCollection({ kind }: TypeModel): boolean {
  return kind === "object" || kind === "list" || kind === "map";
}
