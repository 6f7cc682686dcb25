import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, it } from "vitest";
import { leaseRequest } from "../../components/node";
import type { NodeLeaseReply } from "../../components/node/protocol/nodeLease";
import { Home, runShell } from "./nodeShell";
import { shells } from "./stagedFiles";

const sessions: ChildProcess[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.kill("SIGKILL");
});

interface Lease {
  reply: NodeLeaseReply;
  session: ChildProcess;
}

/** Asks for a node as a deployer does whose session stays open. */
function lease(shell: string, home: Home, deployer: string, silence = 30): Promise<Lease> {
  const { script, parse } = leaseRequest(home.path, deployer);
  const session = spawn(shell, ["-s"], { stdio: ["pipe", "pipe", "inherit"] });
  sessions.push(session);
  session.stdin.write(script.replace(/^silence .*$/m, `silence ${silence}`));
  return new Promise((resolve) => {
    createInterface({ input: session.stdout }).on("line", (line) => {
      const reply = parse(line);
      if (reply !== undefined) resolve({ reply, session });
    });
  });
}

function newHome(): Home {
  const home = new Home({});
  mkdirSync(home.state, { recursive: true });
  return home;
}

const ended = (session: ChildProcess) =>
  new Promise((resolve) => (session.exitCode === null ? session.once("exit", resolve) : resolve(null)));

describe.each(shells)("a node, in %s,", (shell) => {
  it("is held for one deployer until its session ends, and tells others by whom and since when", async () => {
    const home = newHome();
    const first = await lease(shell, home, "stack one of shop, ann@build");
    expect(first.reply).toEqual({ kind: "held" });
    const { reply } = await lease(shell, home, "stack two of shop, bob@build");
    expect(reply).toEqual({
      kind: "taken",
      holder: expect.stringMatching(
        /^stack one of shop, ann@build, since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/,
      ),
    });
    first.session.stdin?.end();
    await ended(first.session);
    expect((await lease(shell, home, "stack two of shop, bob@build")).reply).toEqual({ kind: "held" });
    expect(readFileSync(path.join(home.state, "lease"), "utf8")).toContain("stack two of shop");
  });

  it("is free when its deployer was killed", async () => {
    const home = newHome();
    const first = await lease(shell, home, "one");
    first.session.kill("SIGKILL");
    first.session.stdin?.destroy();
    expect((await lease(shell, home, "two")).reply).toEqual({ kind: "held" });
  });

  it("is free when its deployer says nothing any more, and not before", async () => {
    const home = newHome();
    const { session } = await lease(shell, home, "one", 1);
    const sign = setInterval(() => session.stdin?.write("\n"), 200);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(session.exitCode).toBeNull();
    clearInterval(sign);
    session.stdin?.write("\n");
    // Its end of the connection is still there.
    expect((await lease(shell, home, "two")).reply).toEqual({ kind: "held" });
  });

  it("is held also where the login's shell prints something before", async () => {
    const { script, parse } = leaseRequest(newHome().path, "one");
    const { output } = await runShell(shell, `printf 'Welcome! '\n${script}`);
    expect(output.split("\n").map(parse)).toContainEqual({ kind: "held" });
  });

  it("is nobody's where nothing can be kept beside the home", async () => {
    const home = newHome();
    rmSync(home.state, { recursive: true });
    expect((await lease(shell, home, "one")).reply).toEqual({ kind: "none" });
  });
});
