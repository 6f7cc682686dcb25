import { readdirSync, readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { createRevision } from "../../components/render/revision";
import {
  activateRequest,
  failingToPrepare,
  Home,
  pausedCommand,
  runShell,
  stageRequest,
  startShell,
  stopAll,
} from "./nodeShell";
import {
  activate,
  axis2,
  datasources,
  first,
  hazelcast,
  rendered,
  second,
  shells,
  stock,
} from "./stagedFiles";

const third = [rendered(axis2, "third"), rendered(datasources, "third")];

describe.each(shells)("installations on one node, in %s,", (shell) => {
  it("go on when the session is killed, and a later one waits", async () => {
    const home = new Home(stock);
    await runShell(shell, stageRequest(home, first));
    const pause = pausedCommand("chmod", ".activating");
    const session = startShell(shell, activateRequest(home, first), pause);
    await pause.reached();
    session.kill("SIGKILL");
    const later = runShell(shell, activateRequest(home, first));
    pause.release();
    expect(await later).toEqual({ code: 0, output: `${home.path}: 0 of 2 files changed\n` });
    expect(home.read(axis2)).toBe("rendered axis2\r\n");
  });

  /** Starts two installations so that one is at work while the other waits for it, already past its first look. */
  async function oneAfterTheOther(home: Home, one: typeof first, other: typeof first) {
    const working = pausedCommand("chmod", ".activating");
    const waiting = pausedCommand("flock");
    const atWork = runShell(shell, activateRequest(home, one), working);
    await working.reached();
    const next = runShell(shell, activateRequest(home, other), waiting);
    await waiting.reached();
    working.release();
    expect((await atWork).code).toBe(0);
    waiting.release();
    return next;
  }

  it("refuse every set but the one that came last, whoever has staged it", async () => {
    const home = new Home(stock);
    await runShell(shell, stageRequest(home, first));
    await runShell(shell, stageRequest(home, third));
    const { code, output } = await runShell(shell, activateRequest(home, first));
    expect(code).toBe(1);
    expect(output).toContain("another update has staged another configuration");
    expect(output).toContain("with another rerunTrigger");
    expect(home.read(axis2)).toBe(stock[axis2]);
    expect((await runShell(shell, activateRequest(home, third))).code).toBe(0);
    expect(home.read(axis2)).toBe("third");
  });

  it("refuse a set that another deployer's has followed while they waited", async () => {
    const home = new Home(stock);
    await runShell(shell, stageRequest(home, first));
    const { code, output } = await oneAfterTheOther(home, first, third);
    expect(code).toBe(1);
    expect(output).toContain("another update has staged another configuration");
    expect(home.read(axis2)).toBe("rendered axis2\r\n");
  });

  it("find a set that was staged anew", async () => {
    const home = new Home(stock);
    await runShell(shell, stageRequest(home, first));
    await runShell(shell, stageRequest(home, third));
    expect((await activate(shell, home, first)).code).toBe(0);
    expect(home.read(axis2)).toBe("rendered axis2\r\n");
    expect(setsOf(home)).toEqual([createRevision(first).digest]);
  });

  it("hold off staging while they are at work", async () => {
    const home = new Home(stock);
    await runShell(shell, stageRequest(home, first));
    const pause = pausedCommand("chmod", ".activating");
    const atWork = runShell(shell, activateRequest(home, first), pause);
    await pause.reached();
    const waiting = pausedCommand("flock");
    const staging = runShell(shell, stageRequest(home, third), waiting);
    await waiting.reached();
    expect(setsOf(home)).toEqual([createRevision(first).digest]);
    waiting.release();
    pause.release();
    expect((await atWork).code).toBe(0);
    expect((await staging).code).toBe(0);
    expect((await runShell(shell, activateRequest(home, third))).code).toBe(0);
  });

  it("say when the set was removed beside the home", async () => {
    const home = new Home(stock);
    await runShell(shell, stageRequest(home, first));
    rmSync(path.join(home.state, "sets", createRevision(first).digest), { recursive: true });
    const { code, output } = await runShell(shell, activateRequest(home, first));
    expect(code).toBe(1);
    expect(output).toContain("is not staged");
    expect(output).toContain("with another rerunTrigger");
  });
});

describe.each(shells)("an installation that was interrupted, in %s,", (shell) => {
  /** As left by a machine that stopped when that command was called with that argument. */
  async function interrupted(home: Home, files: typeof first, command: string, argument: string) {
    await runShell(shell, stageRequest(home, files));
    const pause = pausedCommand(command, argument);
    const session = startShell(shell, activateRequest(home, files), pause);
    await pause.reached();
    await stopAll(session);
  }

  it("is finished by the next one", async () => {
    const home = new Home(stock);
    await interrupted(home, first, "mv", `${datasources}.activating`);
    expect(home.read(axis2)).toBe("rendered axis2\r\n");
    expect(home.read(datasources)).toBe(stock[datasources]);
    const { code, output } = await activate(shell, home, third);
    expect(output).toContain("2 of 2 files changed");
    expect(code).toBe(0);
    expect(home.read(axis2)).toBe("third");
    expect(home.read(`${datasources}.activating`)).toBeUndefined();
    const active = readFileSync(path.join(home.state, "active"), "utf8");
    expect(active).toBe(`${createRevision(third).digest}\n`);
  });

  it("does not hide what the set before it has added", async () => {
    const home = new Home(stock);
    await activate(shell, home, second);
    await interrupted(home, third, "mv", `${datasources}.activating`);
    expect(home.read(hazelcast)).toBe("seconds=60\n");
    expect((await activate(shell, home, first)).output).toContain(`remove ${hazelcast}`);
    expect(home.read(hazelcast)).toBeUndefined();
  });

  it("leaves nothing of its set where another one follows", async () => {
    const home = new Home(stock);
    await interrupted(home, second, "mv", "active.new /");
    await interrupted(home, second, "mv", `${hazelcast}.activating`);
    expect(home.read(`${hazelcast}.activating`)).toBe("seconds=60\n");
    await activate(shell, home, first);
    expect(home.read(hazelcast)).toBeUndefined();
    expect(home.read(`${hazelcast}.activating`)).toBeUndefined();
  });

  it("has its added file removed when that is not wanted any more", async () => {
    const home = new Home(stock);
    const added = [rendered(hazelcast, "seconds=60\n"), rendered("repository/conf/z.xml", "last")];
    await interrupted(home, added, "mv", "z.xml.activating");
    expect(home.read(hazelcast)).toBe("seconds=60\n");
    const { output } = await activate(shell, home, first);
    expect(output).toContain(`remove ${hazelcast}`);
    expect(home.read(hazelcast)).toBeUndefined();
  });

  it("is not taken for somebody else's change, though the next one fails as well", async () => {
    const home = new Home(stock);
    await interrupted(home, first, "mv", `${datasources}.activating`);
    await runShell(shell, stageRequest(home, third));
    const environment = failingToPrepare("no space left");
    const failed = await runShell(shell, activateRequest(home, third), { environment });
    expect(failed.code).toBe(1);
    expect(failed.output).toContain("could not be written");
    expect((await activate(shell, home, second)).code).toBe(0);
    expect(home.read(axis2)).toBe("rendered axis2\r\n");
  });

  it("leaves the home as it was where it had not begun to replace files", async () => {
    const home = new Home(stock);
    await interrupted(home, first, "chmod", `${datasources}.activating`);
    expect(home.read(axis2)).toBe(stock[axis2]);
    expect((await activate(shell, home, first)).output).toContain("2 of 2 files changed");
  });
});

function setsOf(home: Home): string[] {
  return readdirSync(path.join(home.state, "sets")).filter((name) => !name.startsWith("."));
}
