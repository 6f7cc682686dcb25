import type { Problem } from "../problem";
import { ProblemCode } from "../problemKinds";
import type { UnknownPlaces } from "./known";
import { nearest } from "./nearest";
import { type Field, placeOf, type Shape, shownKey, type Violation } from "./shape";

/**
 * Checks a value against a shape, each part on its own. Returns what is right of it; every other place is added
 * to `unknown` and, unless it is not resolved yet, to `problems`.
 */
export function checkShape(
  value: unknown,
  shape: Shape,
  place: string,
  unknown: UnknownPlaces,
  problems: Problem[],
): unknown {
  if (unknown.covers(place)) return undefined;
  const fail = (wrong: Violation | undefined): boolean => {
    if (wrong === undefined) return false;
    problems.push({ place: place === "" ? "the description" : place, ...wrong });
    unknown.add(place);
    return true;
  };
  const inside = (part: unknown, partShape: Shape, partPlace: string): unknown =>
    checkShape(part, partShape, partPlace, unknown, problems);

  switch (shape.kind) {
    case "text":
      if (typeof value !== "string") return void fail(wrongType(value, "text", "write it in quotes"));
      if (value.length > longestText) return void fail(tooLong(value));
      return fail(shape.rule(value)) ? undefined : value;
    case "number":
      if (typeof value !== "number")
        return void fail(wrongType(value, "a number", "write it without quotes"));
      return fail(shape.rule(value)) ? undefined : value;
    case "flag":
      if (typeof value !== "boolean")
        return void fail(wrongType(value, "true or false", "write it without quotes"));
      return value;
    case "list":
      if (!Array.isArray(value)) return void fail(wrongType(value, "a list", "write [ ... ]"));
      if (fail(shape.rule(value))) return undefined;
      return value.map((item: unknown, index) => inside(item, shape.item, placeOf(place, index)));
    case "map":
      if (!isObject(value))
        return void fail(wrongType(value, "a set of keys and values", "write { key: value }"));
      return checkMap(
        value,
        shape.key,
        (key, item) => inside(item, shape.item, join(place, key)),
        place,
        problems,
      );
    case "record":
      if (!isObject(value))
        return void fail(wrongType(value, "a set of keys and values", keysRemedy(shape.fields)));
      return checkRecord(value, shape.fields, inside, place, unknown, problems);
  }
}

function checkRecord(
  value: object,
  fields: Readonly<Record<string, Field>>,
  inside: (part: unknown, shape: Shape, place: string) => unknown,
  place: string,
  unknown: UnknownPlaces,
  problems: Problem[],
): object {
  const given = new Map(Object.entries(value).filter(([, part]) => part !== undefined));
  for (const key of given.keys()) {
    if (!Object.hasOwn(fields, key)) problems.push({ place: join(place, key), ...unknownKey(key, fields) });
  }
  const known: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(fields)) {
    const partPlace = join(place, key);
    if (given.has(key)) {
      known[key] = inside(given.get(key), field.shape, partPlace);
    } else if (field.required && !unknown.touches(partPlace)) {
      problems.push({
        place: partPlace,
        code: ProblemCode.MissingArgument,
        problem: "is missing",
        remedy: "give it",
      });
      unknown.add(partPlace);
    }
  }
  return known;
}

function checkMap(
  value: object,
  keyRule: (key: string) => Violation | undefined,
  inside: (key: string, item: unknown) => unknown,
  place: string,
  problems: Problem[],
): object {
  const known: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const wrong = keyRule(key);
    if (wrong !== undefined) problems.push({ place, ...wrong });
    else known[key] = inside(key, item);
  }
  return known;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unknownKey(key: string, fields: Readonly<Record<string, Field>>): Violation {
  const meant = nearest(key, Object.keys(fields));
  return {
    code: ProblemCode.UnknownArgument,
    problem: "is no argument",
    remedy: meant === undefined ? keysRemedy(fields) : `did you mean ${meant}?`,
  };
}

function keysRemedy(fields: Readonly<Record<string, Field>>): string {
  return `known here are ${Object.keys(fields).join(", ")}`;
}

/** Names the type only: the value may be a secret. */
function wrongType(value: unknown, expected: string, remedy: string): Violation {
  if (value === null || value === undefined) {
    return {
      code: ProblemCode.MissingArgument,
      problem: "is empty",
      remedy: `give ${expected}, or leave the key out if it is optional`,
    };
  }
  const type = Array.isArray(value) ? "a list" : typeNames[typeof value];
  return { code: ProblemCode.WrongType, problem: `is ${type}, not ${expected}`, remedy };
}

/** No argument comes near it, and a rule could run out of memory in a longer text. */
const longestText = 1024 * 1024;

function tooLong({ length }: string): Violation {
  return {
    code: ProblemCode.OutOfRange,
    problem: `has ${length} characters`,
    remedy: `give at most ${longestText}`,
  };
}

function join(place: string, key: string): string {
  return placeOf(place, shownKey(key));
}

const typeNames = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  object: "a set of keys and values",
  bigint: "a large number",
  function: "a function",
  symbol: "a symbol",
  undefined: "empty",
} as const;
