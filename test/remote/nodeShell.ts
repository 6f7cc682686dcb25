import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { configurationSet } from "../../components/configuration/configurationSet";
import type { RenderedFile } from "../../components/configuration/render";
import { base64, RemoteScript, type RequestLine, scriptWithRequest } from "../../components/remoteScript";

export interface Finished {
  code: number | null;
  output: string;
}

/** What sshd would start on a node: the shell with the script on its standard input. */
export function runShell(shell: string, script: string): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(shell, ["-s"]);
    let output = "";
    const collect = (data: Buffer) => {
      output += data.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
    child.stdin.on("error", () => undefined);
    child.stdin.end(script);
  });
}

/** A product home on this machine with a few files of the distribution. */
export class Home {
  readonly path: string;
  readonly state: string;

  constructor(files: Record<string, string>) {
    this.path = path.join(mkdtempSync(path.join(tmpdir(), "home-")), "product");
    this.state = `${this.path}.deployment`;
    mkdirSync(path.join(this.path, "repository/conf"), { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      this.write(name, text);
    }
  }

  read(name: string): string | undefined {
    const file = path.join(this.path, name);
    return existsSync(file) ? readFileSync(file, "latin1") : undefined;
  }

  write(name: string, text: string, mode = 0o644): void {
    const file = path.join(this.path, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text, "latin1");
    chmodSync(file, mode);
  }
}

export function stageRequest(home: Home, files: readonly RenderedFile[]): string {
  const set = configurationSet(files);
  const lines = set.files.map(
    (file): RequestLine => [
      "file",
      file.mode,
      file.digest,
      file.base,
      file.path,
      base64(file.text, "latin1"),
    ],
  );
  return scriptWithRequest(RemoteScript.Stage, [["home", home.path], ["set", set.digest], ...lines]);
}

export function activateRequest(home: Home, files: readonly RenderedFile[], overwrite = "no"): string {
  return scriptWithRequest(RemoteScript.Activate, [
    ["home", home.path],
    ["set", configurationSet(files).digest],
    ["overwrite", overwrite],
  ]);
}

/** A command that a script finds on its PATH and that waits at its first call, so that a test can act in the middle. */
export function pausedCommand(command: string) {
  const folder = mkdtempSync(path.join(tmpdir(), "paused-"));
  const reached = path.join(folder, "reached");
  const released = path.join(folder, "released");
  const script = `#!/bin/sh\n: >${reached}\nwhile [ ! -e ${released} ]; do sleep 0.05; done\nexec /bin/${command} "$@"\n`;
  writeFileSync(path.join(folder, command), script, { mode: 0o755 });
  return {
    environment: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
    release: () => writeFileSync(released, ""),
    reached: async () => {
      while (!existsSync(reached)) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}
