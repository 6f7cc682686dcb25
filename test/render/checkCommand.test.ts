import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { stringify } from "yaml";
import { wso2Analytics } from "../../bin/wso2Analytics";
import type { Problem } from "../../components/description/problem";
import { codesIn, codesOf } from "../support/problemCodes";
import { sampleProductFolder, smallestDescription } from "../support/sampleProduct";

let folder = "";
let home = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "check-"));
  home = join(folder, "home");
  cpSync(sampleProductFolder, home, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(...argv: string[]): Promise<{ code: number; out: string; error: string }> {
  const printed = { out: "", error: "" };
  const code = await wso2Analytics(["check", ...argv], {
    out: (text) => {
      printed.out += text;
    },
    error: (text) => {
      printed.error += text;
    },
  });
  return { code, ...printed };
}

function clusterFile(content: unknown): string {
  const file = join(folder, "cluster.yaml");
  writeFileSync(file, stringify(content));
  return file;
}

function addHazelcastFile(): void {
  mkdirSync(join(home, "repository/conf/etc"), { recursive: true });
  writeFileSync(join(home, "repository/conf/etc/hazelcast.xml"), "<hazelcast/>");
}

it("exits with 0 where nothing is found", async () => {
  expect(await run(home)).toEqual({ code: 0, out: "nothing found\n", error: "" });
});

it("exits with 1 where there are warnings only, which come from the description too", async () => {
  const { code, out } = await run(home, "--cluster", clusterFile(smallestDescription));
  expect(code).toBe(1);
  expect(codesIn(out.split("\n"))).toEqual([
    "warning: clustering.groupPassword WA710",
    "warning: statisticsDatabase WA710",
    "0 errors, 2 warnings",
    "",
  ]);
});

it("exits with 2 and lists errors first, those of ports too", async () => {
  addHazelcastFile();
  const description = { ...smallestDescription, ports: { hazelcast: 9444 } };
  const { code, out } = await run(home, "--cluster", clusterFile(description));
  expect(code).toBe(2);
  expect(codesIn(out.split("\n"))).toEqual([
    "error: repository/conf/etc/hazelcast.xml WA114",
    "error: ports.hazelcast WA615",
    "warning: clustering.groupPassword WA710",
    "warning: statisticsDatabase WA710",
    "2 errors, 2 warnings",
    "",
  ]);
  const { findings } = JSON.parse((await run(home, "--json")).out) as { findings: Problem[] };
  expect(codesOf(findings)).toEqual(["repository/conf/etc/hazelcast.xml WA114"]);
});

it.each([
  [[], "give one home or zip"],
  [["a", "b"], "give one home or zip"],
  [["/nowhere"], "/nowhere does not exist"],
  [["--nothing"], "--nothing"],
])("exits with 2 where it cannot check: %j", async (argv, problem) => {
  const { code, out, error } = await run(...argv);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(error).toContain(problem);
});

it("exits with 2 where the description has a problem", async () => {
  const { code, error } = await run(
    home,
    "--cluster",
    clusterFile({ ...smallestDescription, colour: "red" }),
  );
  expect(code).toBe(2);
  expect(codesIn([error.trimEnd()])).toEqual(["colour WA601"]);
});
