import type { ProblemCode } from "../problemKinds";

/** What is wrong with a value, and what to do about it. The value stands in `problem` only where it is no secret. */
export interface Violation {
  code: ProblemCode;
  problem: string;
  remedy: string;
}

export type Rule<T> = (value: T) => Violation | undefined;

/** What a description may look like: its keys, their types, and the rule each single value must keep. */
export type Shape =
  | { kind: "text"; rule: Rule<string>; isPath?: true }
  | { kind: "number"; rule: Rule<number> }
  | { kind: "flag" }
  | { kind: "list"; item: Shape; rule: Rule<readonly unknown[]> }
  | { kind: "map"; item: Shape; key: Rule<string> }
  | RecordShape;

export interface RecordShape {
  kind: "record";
  fields: Readonly<Record<string, Field>>;
}

export interface Field {
  shape: Shape;
  required: boolean;
}

export const text = (rule: Rule<string>): Shape => ({ kind: "text", rule });
/** A path on the machine that runs Pulumi. */
export const path = (rule: Rule<string>): Shape => ({ kind: "text", rule, isPath: true });
export const number = (rule: Rule<number>): Shape => ({ kind: "number", rule });
export const flag: Shape = { kind: "flag" };
export const list = (item: Shape, rule: Rule<readonly unknown[]>): Shape => ({ kind: "list", item, rule });
export const map = (item: Shape, key: Rule<string>): Shape => ({ kind: "map", item, key });
export const record = (fields: Readonly<Record<string, Field>>): RecordShape => ({ kind: "record", fields });
export const required = (shape: Shape): Field => ({ shape, required: true });
export const optional = (shape: Shape): Field => ({ shape, required: false });

/** Where a part of what stands at a place is: `nodes[0]`, `nodes[0].address`. */
export function placeOf(place: string, key: string | number): string {
  if (typeof key === "number") return `${place}[${key}]`;
  return place === "" ? key : `${place}.${key}`;
}

/** What the part of a value with this key, or at this place of a list, may look like; undefined where there is none. */
export function partOf(shape: Shape, key: string): Shape | undefined {
  if (shape.kind === "record") return shape.fields[key]?.shape;
  return "item" in shape ? shape.item : undefined;
}

/**
 * A value as it may be quoted in a message: on one line, no longer than it needs to be recognised, and without the
 * login of a URL that was pasted in the wrong place.
 */
export function quoted(value: string): string {
  // A match begins where a word does; begun at every character, the search would take a time that grows with the square.
  const shown = value.replaceAll(/(?<![^\s/])[^\s/]*@/g, "...@");
  return JSON.stringify(shown.length > 60 ? `${shown.slice(0, 57)}...` : shown);
}

/** A key as it may be shown: where a colon or a space was forgotten, the value has become a part of it. */
export function shownKey(key: string): string {
  const [name = ""] = /^[\w.-]*/.exec(key) ?? [];
  return name === key ? key : `${name}...`;
}
