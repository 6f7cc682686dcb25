import { expect, test } from "vitest";
import { diffInputs } from "../../../tools/plugins/protocol/propertyDiff";
import { secret, unknownValue } from "../../../tools/plugins/protocol/propertyValue";

const diff = (olds: object, news: object) =>
  Object.fromEntries(diffInputs({ ...olds } as never, { ...news } as never));

test("equal inputs have no difference, secrets included", () => {
  const inputs = { create: "x", triggers: [1, { a: [true] }], connection: secret({ host: "h" }) };
  expect(diff(inputs, structuredClone(inputs))).toEqual({});
});

test("a difference is named by its path, in a secret by the secret's", () => {
  expect(
    diff(
      { stdin: "a", update: "u", triggers: ["a", { x: 1 }], connection: secret({ port: 22 }) },
      { stdin: "b", delete: "d", triggers: ["a", { x: 2 }, "c"], connection: secret({ port: 23 }) },
    ),
  ).toEqual({
    stdin: "update",
    update: "delete",
    delete: "add",
    "triggers[1].x": "update",
    "triggers[2]": "add",
    connection: "update",
  });
});

test("a value that becomes secret or unknown differs", () => {
  expect(diff({ stdin: "a", create: "c" }, { stdin: secret("a"), create: unknownValue })).toEqual({
    stdin: "update",
    create: "update",
  });
});

test("an asset differs as a whole", () => {
  const asset = (hash: string) => ({
    "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
    hash,
    path: "/f",
  });
  expect(diff({ source: asset("1") }, { source: asset("2") })).toEqual({ source: "update" });
});
