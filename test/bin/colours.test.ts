import { expect, it } from "vitest";
import { paintFindings, paintTable } from "../../bin/colours";

const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
const green = (text: string) => `\u001b[32m${text}\u001b[39m`;

it("paint what is right and what is wrong in a table, and nothing else", () => {
  const table = [
    "        node1 10.0.1.10  node2 10.0.2.10",
    "health  ok: active       not reached",
    "files   ok               WRONG (2)",
    "",
    "node2: files: a (changed); put it back",
  ].join("\n");
  const [ok, gone, wrong] = [green("ok"), red("not reached"), red("WRONG (2)")];
  expect(paintTable(table).split("\n")).toEqual([
    "        node1 10.0.1.10  node2 10.0.2.10",
    `health  ${ok}: active       ${gone}`,
    `files   ${ok}               ${wrong}`,
    "",
    "node2: files: a (changed); put it back",
  ]);
});

it("paint the severity of a finding", () => {
  expect(paintFindings("error: a: error: b\nwarning: c")).toBe(
    `${red("error")}: a: error: b\n${"\u001b[33mwarning\u001b[39m"}: c`,
  );
});
