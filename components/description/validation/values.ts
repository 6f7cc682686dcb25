import { ProblemCode } from "../problemKinds";
import { nearest } from "./nearest";
import { quoted, type Rule } from "./shape";

/** A whole number within limits; `unit` is said in the message. */
export function wholeNumber(least: number, most: number, unit: string): Rule<number> {
  return (value) =>
    Number.isInteger(value) && value >= least && value <= most
      ? undefined
      : {
          code: ProblemCode.OutOfRange,
          problem: `${value} is no ${unit}`,
          remedy: `give a whole number from ${least} to ${most}`,
        };
}

export const port = wholeNumber(1, 65535, "port");

export const portOffset = wholeNumber(0, 65535, "port offset");

export function oneOf(values: readonly string[]): Rule<string> {
  return (value) => {
    if (values.includes(value)) return undefined;
    const meant = nearest(value, values);
    const remedy = meant === undefined ? `give one of ${values.join(", ")}` : `did you mean ${meant}?`;
    return { code: ProblemCode.UnknownChoice, problem: `${quoted(value)} is not known here`, remedy };
  };
}

/** What the provider for MySQL takes. (`tls` of @pulumi/mysql) */
export const mysqlTls = oneOf(["true", "false", "skip-verify"]);

/** Text on one line, without what the product would replace by a variable's value. */
export const plainText: Rule<string> = (value) => {
  if (value.trim() === "")
    return {
      code: ProblemCode.MissingArgument,
      problem: "is empty",
      remedy: "give a value, or leave the key out",
    };
  if (value !== value.trim()) {
    return {
      code: ProblemCode.InvalidValue,
      problem: "starts or ends with white space",
      remedy: "leave the white space out",
    };
  }
  if (hasUnwritable(value))
    return { code: ProblemCode.InvalidValue, problem: "has control characters", remedy: "leave them out" };
  if (value.includes("${")) return substituted;
  return undefined;
};

/** The product replaces `${name}` in its files by a system property or an environment variable. */
export const substituted = {
  code: ProblemCode.InvalidValue,
  problem: "has ${, which the product replaces by the value of a variable",
  remedy: "choose a value without ${",
};

/** Whether text has characters that XML cannot hold, or that would end a line. */
export function hasUnwritable(value: string): boolean {
  return /[\p{Cc}\p{Cs}\u2028\u2029\uFFFE\uFFFF]/u.test(value);
}

/** What an override sets: line ends and tabs are escaped where it stands, other control characters cannot be. */
export const overrideValue: Rule<string> = (value) =>
  hasUnwritable(value.replaceAll(/[\t\r\n]/g, ""))
    ? {
        code: ProblemCode.InvalidValue,
        problem: "has control characters, which the product's files cannot hold",
        remedy: "leave them out",
      }
    : undefined;

export const exactlyTwo: Rule<readonly unknown[]> = (nodes) =>
  nodes.length === 2
    ? undefined
    : {
        code: ProblemCode.OutOfRange,
        problem: `has ${nodes.length} of the 2 nodes of this deployment`,
        remedy: "give exactly two nodes",
      };

export const notEmpty: Rule<readonly unknown[]> = (items) =>
  items.length > 0
    ? undefined
    : {
        code: ProblemCode.OutOfRange,
        problem: "is empty",
        remedy: "give at least one, or leave the key out",
      };

export const anyLength: Rule<readonly unknown[]> = () => undefined;
