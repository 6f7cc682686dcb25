import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { actionRequest } from "../../components/node";
import {
  base64,
  RemoteScript,
  type RequestLine,
  scriptWithRequest,
} from "../../components/node/remoteScript";
import type { RenderedFile } from "../../components/render/renderCluster";
import { createRevision } from "../../components/render/revision";

export interface Finished {
  code: number | null;
  output: string;
}

export interface Session {
  environment?: NodeJS.ProcessEnv;
  /** Who logs in; default: whoever runs the tests. */
  user?: { uid: number; gid: number };
}

/** What sshd would start on a node: the shell with the script on its standard input, in a process group of its own. */
export function startShell(shell: string, script: string, { environment, user }: Session = {}): ChildProcess {
  const child = spawn(shell, ["-s"], { detached: true, env: environment ?? process.env, ...user });
  child.stdin.on("error", () => undefined);
  child.stdin.end(script);
  return child;
}

export async function finished(child: ChildProcess): Promise<Finished> {
  return withOutcome(await collected(child));
}

/** Everything that a session has printed, but for its closing line. */
export function collected(child: ChildProcess): Promise<Finished> {
  return new Promise((resolve, reject) => {
    let output = "";
    const collect = (data: Buffer) => {
      output += data.toString();
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output: output.replace(/\nclosed [0-9a-f]{24}\n$/, "") }));
  });
}

/** The reply to an action as a deployer shows it: the reason in clear, as an error unless it is done. */
function withOutcome({ code, output }: Finished): Finished {
  const closing = /\noutcome \S+ (done|refused|failed)(?: (\S+))?\n$/.exec(output);
  if (closing === null) return { code, output };
  const reason = Buffer.from(closing[2] ?? "", "base64").toString();
  return { code: closing[1] === "done" ? 0 : 1, output: output.slice(0, closing.index) + reason };
}

export function runShell(shell: string, script: string, session: Session = {}): Promise<Finished> {
  return finished(startShell(shell, script, session));
}

/** What a machine that stops does to everything a session has started. */
export async function stopAll(session: ChildProcess): Promise<void> {
  const end = finished(session);
  process.kill(-(session.pid ?? process.pid), "SIGKILL");
  await end;
}

/** A product home on this machine with a few files of the distribution. */
export class Home {
  readonly path: string;
  readonly state: string;

  constructor(files: Record<string, string>, parent = mkdtempSync(path.join(tmpdir(), "home-"))) {
    this.path = path.join(parent, "product");
    this.state = `${this.path}.deployment`;
    mkdirSync(path.join(this.path, "repository/conf"), { recursive: true });
    // The home's owner has to come in.
    chmodSync(parent, 0o755);
    for (const [name, text] of Object.entries(files)) {
      this.write(name, text);
    }
  }

  read(name: string): string | undefined {
    return readText(path.join(this.path, name));
  }

  /** What is kept of a file beside the home. */
  kept(folder: "original" | "replaced", name: string): string | undefined {
    return readText(path.join(this.state, folder, name));
  }

  write(name: string, text: string, mode = 0o644): void {
    const file = path.join(this.path, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text, "latin1");
    chmodSync(file, mode);
  }
}

function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "latin1") : undefined;
}

/** The home is that of its path, which may be a link to it. */
export function stageRequest(
  { path: home }: Pick<Home, "path">,
  files: readonly RenderedFile[],
  overwrite = "no",
): string {
  const lines = createRevision(files).files.map(
    (file): RequestLine => [
      "file",
      file.mode,
      file.digest,
      file.base,
      file.path,
      base64(file.text, "latin1"),
    ],
  );
  return scriptWithRequest(RemoteScript.Stage, [...turn(home, files, overwrite), ...lines]);
}

/** Installs files that are staged. */
export function activateRequest(
  { path: home }: Pick<Home, "path">,
  files: readonly RenderedFile[],
  overwrite = "no",
): string {
  return installScript(home, createRevision(files).digest, overwrite === "yes");
}

export function installScript(home: string, revision: string, overwrite = false, node = "node1"): string {
  const database = { host: "db", port: 1, username: "u", password: "p", tls: false, asksForKey: false };
  const action = { kind: "install" as const, revision };
  const args = { home, node, staged: revision, action, overwrite, database };
  return actionRequest({ ...args, isGuarded: false, stopSeconds: 1, nodeIdFiles: [], secrets: [] }).script;
}

function turn(home: string, files: readonly RenderedFile[], overwrite: string): RequestLine[] {
  return [
    ["home", home],
    ["node", "node1"],
    ["overwrite", overwrite],
    ["set", createRevision(files).digest],
  ];
}

/** A command that a script finds on its PATH and that waits when called, with that argument if one is given, so that a test can act in the middle. */
export function pausedCommand(command: string, argument = "") {
  const folder = mkdtempSync(path.join(tmpdir(), "paused-"));
  const reached = path.join(folder, "reached");
  const released = path.join(folder, "released");
  // Not for longer than the tests run.
  const wait = `: >${reached}; while [ -d /proc/${process.pid} ] && [ ! -e ${released} ]; do sleep 0.05; done`;
  const environment = commandInstead(
    command,
    `case "$*" in *'${argument}'*) ${wait} ;; esac\nexec /bin/${command} "$@"\n`,
  );
  return {
    environment,
    release: () => writeFileSync(released, ""),
    reached: async () => {
      while (!existsSync(reached)) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}

/** An environment in whose PATH a shell script stands before the command of that name. */
export function commandInstead(command: string, script: string): NodeJS.ProcessEnv {
  const folder = mkdtempSync(path.join(tmpdir(), "commands-"));
  chmodSync(folder, 0o755);
  writeFileSync(path.join(folder, command), `#!/bin/sh\n${script}`, { mode: 0o755 });
  return { ...process.env, PATH: `${folder}:${process.env.PATH}` };
}

/** An environment in which no new file of a home can be prepared. */
export function failingToPrepare(reason: string): NodeJS.ProcessEnv {
  const fail = `seq 1 50; echo '${reason}' >&2; exit 1`;
  return commandInstead("chmod", `case "$*" in *.activating) ${fail} ;; esac\nexec /bin/chmod "$@"\n`);
}

/** An environment in which the time is so many seconds later. */
export function clockOff(seconds: number): NodeJS.ProcessEnv {
  const later = `echo "$(($(/bin/date +%s) + ${seconds}))"`;
  return commandInstead("date", `if [ "$*" = +%s ]; then ${later}; else exec /bin/date "$@"; fi\n`);
}
