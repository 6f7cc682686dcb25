import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Revision } from "../../components/render/revision";
import { pausedCommand, stopAll } from "./nodeShell";
import { RunnableNode } from "./runnableNode";
import { axis2, datasources, first, rendered, shells, stock } from "./stagedFiles";

const third = [rendered(axis2, "third"), rendered(datasources, "third", true)];
const mounts = new Set<string>();

/** A disk of its own, of which a moment can be kept: exactly what a host finds on it that lost its power then. */
class LoopDisk {
  readonly folder = mkdtempSync(path.join(tmpdir(), "power-"));
  private readonly options: string;
  private image = path.join(this.folder, "disk");

  constructor(makeFileSystem: string, options: string) {
    this.options = options;
    execFileSync("truncate", ["-s", "320M", this.image]);
    execFileSync("sh", ["-c", `${makeFileSystem} ${this.image}`], { stdio: ["ignore", "ignore", "pipe"] });
    mkdirSync(this.place);
    this.mount();
  }

  get place(): string {
    return path.join(this.folder, "place");
  }

  /** The journal is on the disk as it is now, and of the files what somebody has asked for. */
  keepMoment(): () => void {
    const moment = `${this.image}.later`;
    const witness = path.join(this.place, "witness");
    writeFileSync(witness, String(Math.random()));
    execFileSync("sync", [witness]);
    // Byte by byte: where the file system below has not written yet, it takes the image for empty.
    execFileSync("dd", [`if=${this.image}`, `of=${moment}`, "bs=1M", "conv=sparse"], { stdio: "pipe" });
    return () => {
      this.unmount();
      this.image = moment;
      this.mount();
    };
  }

  unmount(): void {
    execFileSync("umount", ["--lazy", this.place]);
    mounts.delete(this.place);
  }

  private mount(): void {
    execFileSync("mount", ["-o", this.options, this.image, this.place]);
    mounts.add(this.place);
  }
}

const fileSystems = (
  [
    ["ext4", "mkfs.ext4 -q -F", "loop"],
    ["XFS", "mkfs.xfs -q -f", "loop,nouuid"],
  ] as const
).filter(([name, program, options]) => {
  try {
    new LoopDisk(program, options).unmount();
    return true;
  } catch (error) {
    console.log(`loss of power on ${name}: skipped, ${(error as Error).message.split("\n")[0]}`);
    return false;
  }
});

afterAll(() => {
  for (const place of mounts) execFileSync("umount", ["--lazy", place]);
});

const shell = shells[0] ?? "sh";

describe.each(fileSystems)("a node on %s that loses its power", (_, makeFileSystem, options) => {
  let node: RunnableNode;
  let disk: LoopDisk;
  let revision: Revision;
  let next: Revision;

  /** Runs the first revision, and has the next one staged. */
  beforeEach(async () => {
    disk = new LoopDisk(makeFileSystem, options);
    node = new RunnableNode(stock, disk.place);
    revision = node.revision(first);
    next = node.revision(third);
    await node.stage(shell, revision);
    await apply(revision);
    await node.act(shell, { kind: "markHealthy", revision: revision.digest }, { staged: revision.digest });
    await node.stage(shell, next);
  });

  afterEach(() => node.end());

  async function apply(wanted: Revision): Promise<void> {
    const args = {
      staged:
        wanted === revision && node.beside("staged")?.startsWith(next.digest) ? next.digest : wanted.digest,
    };
    const { result } = await node.act(shell, { kind: "apply", revision: wanted.digest }, args);
    expect(result).toEqual({ kind: "done" });
  }

  /** The host is as it was on its disk at that moment. */
  function lose(moment: () => void): void {
    node.end();
    moment();
  }

  async function expectHealed(): Promise<void> {
    await node.stage(shell, next);
    await apply(next);
    for (const { path: file, text } of third) expect(node.read(file)).toBe(text);
    expect(await node.facts(shell)).toMatchObject({ active: [next.digest], drift: [] });
  }

  it("has what was staged", async () => {
    lose(disk.keepMoment());
    const { revisions, staged, active, drift } = await node.facts(shell);
    expect({ staged, active, drift }).toEqual({ staged: next.digest, active: [revision.digest], drift: [] });
    expect(revisions.toSorted()).toEqual([revision.digest, next.digest].toSorted());
    await expectHealed();
  });

  it("is staged again where that was cut off", async () => {
    const fourth = node.revision([rendered(axis2, "fourth")]);
    const pause = pausedCommand("mv", fourth.digest);
    const staging = node.stage(shell, fourth, pause.environment);
    await pause.reached();
    const moment = disk.keepMoment();
    pause.release();
    await staging;
    lose(moment);
    expect((await node.facts(shell)).revisions).not.toContain(fourth.digest);
    await node.stage(shell, fourth);
    await apply(fourth);
    expect(node.read(axis2)).toBe("fourth");
  });

  it("has the files that were installed", async () => {
    await apply(next);
    lose(disk.keepMoment());
    for (const { path: file, text } of third) expect(node.read(file)).toBe(text);
    expect(await node.facts(shell)).toMatchObject({ active: [next.digest], drift: [] });
    expect(node.kept("original", axis2)).toBe(stock[axis2]);
    await expectHealed();
  });

  it.each(["chmod", "mv"])("while files are installed (%s) goes on with whole ones", async (command) => {
    const pause = pausedCommand(command, `${datasources}.activating`);
    const session = node.begin(
      shell,
      { kind: "apply", revision: next.digest },
      { staged: next.digest },
      pause,
    );
    await pause.reached();
    const moment = disk.keepMoment();
    await stopAll(session);
    lose(moment);
    const known = [...first, ...third].map(({ text }) => text);
    for (const file of [axis2, datasources]) expect(known).toContain(node.read(file));
    await expectHealed();
  });

  it("goes back to whole files", async () => {
    await apply(next);
    await apply(revision);
    lose(disk.keepMoment());
    for (const { path: file, text } of first) expect(node.read(file)).toBe(text);
    expect((await node.facts(shell)).active).toEqual([revision.digest]);
    await expectHealed();
  });
});

describe.each(shells)("a damaged revision, in %s,", (shell) => {
  it.each(["manifest", "service", "sums", `files/${axis2}`])(
    "without its %s, is staged again",
    async (file) => {
      const node = new RunnableNode(stock);
      const revision = node.revision(first);
      await node.stage(shell, revision);
      const apply = () =>
        node.act(shell, { kind: "apply", revision: revision.digest }, { staged: revision.digest });
      truncateSync(path.join(node.state, "sets", revision.digest, file));
      expect((await node.facts(shell)).revisions).toEqual([]);
      expect((await apply()).result).toMatchObject({
        kind: "refused",
        reason: expect.stringContaining("is not staged"),
      });
      expect(node.read(axis2)).toBe(stock[axis2]);
      await node.stage(shell, revision);
      expect((await node.facts(shell)).revisions).toEqual([revision.digest]);
      expect((await apply()).result).toEqual({ kind: "done" });
      expect(node.read(axis2)).toBe(first[0]?.text);
      node.end();
    },
  );

  it("of 0.1.0 is told from a whole one", async () => {
    const node = new RunnableNode(stock);
    const [whole, damaged] = [node.revision(first), node.revision(third)];
    for (const { digest } of [whole, damaged]) {
      await node.stage(shell, digest === whole.digest ? whole : damaged);
      rmSync(path.join(node.state, "sets", digest, "sums"));
    }
    rmSync(path.join(node.state, "version"));
    truncateSync(path.join(node.state, "sets", damaged.digest, "files", axis2));
    expect((await node.facts(shell)).revisions).toEqual([whole.digest]);
    await node.stage(shell, damaged);
    expect((await node.facts(shell)).revisions.toSorted()).toEqual([whole.digest, damaged.digest].toSorted());
  });
});
