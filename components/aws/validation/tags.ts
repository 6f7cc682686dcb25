import { type Problem, ProblemCode, type Rule, shownKey } from "../../description";

/** The characters that RDS and IAM accept; EC2 accepts every one. */
const accepted = /^[\p{L}\p{N}\p{Z}_.:/=+\-@]*$/u;
const characters = "letters, digits, spaces and _ . : / = + - @";
/** A resource of EC2 or IAM has 50 tags at most, and `Name` is one. */
const mostTags = 50;

/** EC2 accepts 127 characters, RDS and IAM 128; `aws:` is AWS's own, `rds:` that of RDS. */
export const tagKey: Rule<string> = (key) => {
  if (key.length === 0 || key.length > 127) {
    return {
      code: ProblemCode.OutOfRange,
      problem: `${shownKey(key)} is a key of ${key.length} characters`,
      remedy: "give 1 to 127",
    };
  }
  if (/^(aws|rds):/i.test(key)) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${key} is a key of AWS's own`,
      remedy: "give one that begins neither with aws: nor with rds:",
    };
  }
  return accepted.test(key)
    ? undefined
    : {
        code: ProblemCode.InvalidValue,
        problem: `${shownKey(key)} is a key that RDS and IAM refuse`,
        remedy: `give ${characters} only`,
      };
};

export const tagText: Rule<string> = (value) => {
  if (value.length > 256)
    return {
      code: ProblemCode.OutOfRange,
      problem: `has ${value.length} characters`,
      remedy: "give at most 256",
    };
  if (/^(aws|rds):/i.test(value)) {
    return {
      code: ProblemCode.InvalidValue,
      problem: "begins with aws: or rds:, which RDS keeps for itself",
      remedy: "begin with another text",
    };
  }
  return accepted.test(value)
    ? undefined
    : {
        code: ProblemCode.InvalidValue,
        problem: "has characters that RDS and IAM refuse in a tag",
        remedy: `give ${characters} only`,
      };
};

/** IAM takes two keys that differ in case only for the same, `Name` and `name` too. */
export function checkTags(tags: Readonly<Record<string, unknown>> = {}): Problem[] {
  const keys = [...new Set(["Name", ...Object.keys(tags)])];
  const first = new Map<string, string>();
  const problems = keys.flatMap((key): Problem[] => {
    const same = first.get(key.toLowerCase());
    first.set(key.toLowerCase(), same ?? key);
    if (same === undefined) return [];
    const problem = `${key} and ${same} differ in case only, and IAM takes them for one key`;
    return [
      {
        place: "tags",
        code: ProblemCode.Duplicate,
        problem,
        remedy: "leave one out, or spell them differently",
      },
    ];
  });
  if (keys.length > mostTags) {
    const problem = `has ${keys.length} keys with Name, and a resource may have ${mostTags}`;
    problems.push({ place: "tags", code: ProblemCode.OutOfRange, problem, remedy: "leave some out" });
  }
  return problems;
}
