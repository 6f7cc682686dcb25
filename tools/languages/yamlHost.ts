import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "../machine/cacheFolder";
import { findExecutable } from "../machine/executable";
import { goBuild } from "../machine/goBuild";
import { withLock } from "../machine/lock";
import { findPulumiCommand } from "../machine/pulumiCommand";
import type { Note } from "../machine/step";

const program = "pulumi-language-yaml";

/** What runs YAML programs: beside the CLI, as in its download, or as `provideYamlHost` has built it. */
export async function findYamlHost(): Promise<string | undefined> {
  const { command } = await findPulumiCommand();
  return [path.join(path.dirname(command), program), builtHost()].find((file) => existsSync(file));
}

/**
 * Builds it into the user's cache, from the Go module pinned in go.mod, where the CLI comes without it.
 *
 * @returns what was done, for people
 */
export async function provideYamlHost(note: Note): Promise<string> {
  mkdirSync(cacheFolder(), { recursive: true });
  return withLock(
    builtHost(),
    () => note("waiting for another run that builds it"),
    async () => {
      const present = await findYamlHost();
      if (present !== undefined) return present;
      note("building it with Go, which takes some minutes");
      await build();
      return builtHost();
    },
  );
}

async function build(): Promise<void> {
  const go = findExecutable("go");
  if (go === undefined) throw new Error("the Pulumi CLI comes without it, and there is no Go to build it");
  const unfinished = `${builtHost()}.new`;
  rmSync(unfinished, { force: true });
  mkdirSync(path.dirname(unfinished), { recursive: true });
  await goBuild({
    go,
    folder: __dirname,
    packagePath: `github.com/pulumi/pulumi-yaml/cmd/${program}`,
    output: unfinished,
    linkerFlags: "",
  });
  renameSync(unfinished, builtHost());
}

function builtHost(): string {
  return path.join(cacheFolder(), `pulumi-yaml-v${moduleVersion()}`, program);
}

/** As pinned in go.mod. */
function moduleVersion(): string {
  const pinned = readFileSync(path.join(__dirname, "go.mod"), "utf8").match(/pulumi-yaml v(\S+)/)?.[1];
  if (pinned === undefined) throw new Error("tools/languages/go.mod names no version of pulumi-yaml");
  return pinned;
}
