import { execFileSync } from "node:child_process";
import { globSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { copyRepository } from "./repositoryCopy";

it("shell scripts have the line ends of a shell where git gives text files those of Windows", () => {
  const copy = copyRepository();
  const git = (...words: string[]) =>
    execFileSync("git", ["-c", "core.autocrlf=true", "-c", "core.safecrlf=false", ...words], { cwd: copy });
  git("init", "--quiet");
  git("add", "--all");
  const scripts = ["LICENSE", ".ci/run", ...globSync("{components,tools}/**/*.sh", { cwd: copy })];
  for (const file of scripts) rmSync(path.join(copy, file));
  git("checkout", "--quiet", "--", ".");
  const withReturns = scripts.filter((file) => readFileSync(path.join(copy, file), "utf8").includes("\r"));
  expect(withReturns).toEqual(["LICENSE"]);
  rmSync(copy, { recursive: true });
});
