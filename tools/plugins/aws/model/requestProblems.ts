import type { ApiMember, ApiModel, ApiShape } from "./apiModel";
import { statedLimits } from "./statedLimits";

/** Where a request breaks the rules of AWS's API model, in the order of its members; empty where it keeps them all. */
export function requestProblems(model: ApiModel, operation: string, request: object): string[] {
  return memberProblems(model, { shape: model.input(operation) }, request, operation);
}

function memberProblems(model: ApiModel, member: ApiMember, value: unknown, place: string): string[] {
  const shape = model.shape(member.shape);
  switch (shape.type) {
    case "structure":
      return structureProblems(model, shape, value as Record<string, unknown>, place);
    case "list":
      return listProblems(model, shape, value, place);
    case "string":
    case "integer":
    case "long":
      return [...scalarProblems(shape, value, place), ...statedProblems(member, value, place)];
    case "boolean":
      return typeof value === "boolean" ? [] : [`${place} is no boolean`];
    default:
      return [];
  }
}

function structureProblems(
  model: ApiModel,
  { members = {}, required = [] }: ApiShape,
  value: Record<string, unknown>,
  place: string,
): string[] {
  const given = Object.entries(value).filter(([, part]) => part !== undefined);
  const missing = required.filter((name) => value[name] === undefined);
  return [
    ...missing.map((name) => `${place}.${name} is missing`),
    ...given.flatMap(([name, part]) => {
      const member = members[name];
      if (member === undefined) return [`${place}.${name} is not known`];
      return memberProblems(model, member, part, `${place}.${name}`);
    }),
  ];
}

function listProblems(
  model: ApiModel,
  { member, min, max }: ApiShape,
  value: unknown,
  place: string,
): string[] {
  if (!Array.isArray(value)) return [`${place} is no list`];
  if (member === undefined) return [];
  return [
    ...sizeProblems(value.length, min, max, `${place} has ${value.length} items`),
    ...value.flatMap((item, index) => memberProblems(model, member, item, `${place}[${index}]`)),
  ];
}

/** Never says the value: it may be a password. */
function scalarProblems(shape: ApiShape, value: unknown, place: string): string[] {
  if (shape.type !== "string") {
    if (!Number.isInteger(value)) return [`${place} is no whole number`];
    return sizeProblems(Number(value), shape.min, shape.max, `${place} is ${value}`);
  }
  if (typeof value !== "string") return [`${place} is no text`];
  const problems = sizeProblems(
    value.length,
    shape.min,
    shape.max,
    `${place} has ${value.length} characters`,
  );
  if (shape.enum !== undefined && !shape.enum.includes(value))
    problems.push(`${place} is none of ${shape.enum}`);
  if (shape.pattern !== undefined && !new RegExp(`^(?:${shape.pattern})$`, "u").test(value)) {
    problems.push(`${place} does not match ${shape.pattern}`);
  }
  return problems;
}

function sizeProblems(size: number, min = 0, max = Number.POSITIVE_INFINITY, what = ""): string[] {
  return size < min || size > max ? [`${what}, not ${min} to ${max}`] : [];
}

function statedProblems({ documentation = "" }: ApiMember, value: unknown, place: string): string[] {
  return statedLimits(documentation)
    .filter((limit) => !limit.allows(String(value)))
    .map(({ words }) => `${place} breaks: ${words}`);
}
