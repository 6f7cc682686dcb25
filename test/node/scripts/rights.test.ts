import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { activateRequest, Home, runShell, stageRequest } from "./nodeShell";
import { activate, axis2, datasources, first, rendered, shells, stock } from "./stagedFiles";

const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65534, gid: 65534 };
const deep = "repository/conf/new/deep/file.xml";

/** Owner, group and mode. */
function rightsOf(home: Home, name: string): string {
  const { uid, gid, mode } = statSync(path.join(home.path, name));
  return `${uid}:${gid} ${(mode & 0o777).toString(8)}`;
}

function give(folder: string, { uid, gid }: typeof nobody): void {
  for (const name of [".", ...readdirSync(folder, { recursive: true, encoding: "utf8" })]) {
    chownSync(path.join(folder, name), uid, gid);
  }
}

describe.each(shells)("in %s", (shell) => {
  it("puts a mode right that lets others read a password", async () => {
    const home = new Home(stock);
    await activate(shell, home, first);
    chmodSync(path.join(home.path, datasources), 0o644);
    const { code, output } = await activate(shell, home, first);
    expect(code).toBe(0);
    expect(output).toBe(`install ${datasources}\n${home.path}: 1 of 2 files changed\n`);
    expect(rightsOf(home, datasources)).toMatch(/ 600$/);
  });

  it("hides a text that has become a secret", async () => {
    const home = new Home(stock);
    await activate(shell, home, [rendered(axis2, "same text")]);
    expect(rightsOf(home, axis2)).toMatch(/ 640$/);
    await activate(shell, home, [rendered(axis2, "same text", true)]);
    expect(rightsOf(home, axis2)).toMatch(/ 600$/);
  });
});

describe.skipIf(!isRoot).each(shells)("as root, in %s", (shell) => {
  function ofNobody(): Home {
    const home = new Home(stock);
    give(home.path, nobody);
    return home;
  }

  it("gives files and new folders to the home's owner", async () => {
    const home = ofNobody();
    await activate(shell, home, [...first, rendered(deep, "text")]);
    expect(rightsOf(home, datasources)).toBe("65534:65534 600");
    expect(rightsOf(home, deep)).toBe("65534:65534 640");
    expect(rightsOf(home, path.dirname(deep))).toBe("65534:65534 750");
    expect(rightsOf(home, path.dirname(path.dirname(deep)))).toBe("65534:65534 750");
  });

  it("looks for the owner behind a link to the home", async () => {
    const home = ofNobody();
    const link = path.join(path.dirname(home.path), "link");
    symlinkSync(home.path, link);
    expect((await activate(shell, { path: link }, first)).output).toContain("2 of 2 files changed");
    expect(rightsOf(home, axis2)).toBe("65534:65534 640");
  });

  it("puts an owner right, and a group", async () => {
    const home = ofNobody();
    await activate(shell, home, first);
    chownSync(path.join(home.path, axis2), 0, nobody.gid);
    chownSync(path.join(home.path, datasources), nobody.uid, 0);
    expect((await activate(shell, home, first)).output).toContain("2 of 2 files changed");
    expect(rightsOf(home, axis2)).toBe("65534:65534 640");
    expect(rightsOf(home, datasources)).toBe("65534:65534 600");
    expect((await activate(shell, home, first)).output).toContain("0 of 2 files changed");
  });
});

describe.skipIf(!isRoot).each(shells)("as an ordinary user, in %s", (shell) => {
  const login = { user: nobody };

  function ownHome(gid = nobody.gid): Home {
    const parent = mkdtempSync(path.join(tmpdir(), "home-"));
    const home = new Home(stock, parent);
    give(parent, { ...nobody, gid });
    return home;
  }

  it("activates though the home has a group that the owner is not in", async () => {
    const home = ownHome(0);
    expect((await activate(shell, home, first, "no", login)).output).toContain("2 of 2 files changed");
    expect(rightsOf(home, datasources)).toBe("65534:65534 600");
    expect((await activate(shell, home, first, "no", login)).output).toContain("0 of 2 files changed");
  });

  it("says that the home is somebody else's", async () => {
    const home = ownHome();
    give(home.path, { uid: 0, gid: 0 });
    const { code, output } = await runShell(shell, stageRequest(home, first), login);
    expect(code).toBe(1);
    expect(output).toContain(`may not write in ${home.path}; log in as its owner, or set ssh.sudo`);
    expect(existsSync(home.state)).toBe(false);
  });

  it("says to the home's owner that only the place beside it is missing, and works when it is made", async () => {
    const home = ownHome();
    chownSync(path.dirname(home.path), 0, 0);
    chmodSync(path.dirname(home.path), 0o755);
    const { code, output } = await runShell(shell, stageRequest(home, first), login);
    expect(code).toBe(1);
    expect(output).toContain(`may not write in ${home.state}, beside the home; make this folder for nobody`);
    expect(output).not.toContain("log in as its owner");
    mkdirSync(home.state);
    chownSync(home.state, nobody.uid, nobody.gid);
    expect((await activate(shell, home, first, "no", login)).code).toBe(0);
  });

  it("says when a file cannot be read, and does not take it for deleted", async () => {
    const home = ownHome();
    await activate(shell, home, first, "no", login);
    chownSync(path.join(home.path, datasources), 0, 0);
    const { code, output } = await runShell(shell, stageRequest(home, first), login);
    expect(code).toBe(1);
    expect(output).toMatch(/cannot be compared .* see that nobody may read all of it/);
  });
});

describe.skipIf(!canMount())("a disk", () => {
  const mounted: string[] = [];

  afterEach(() => {
    for (const folder of mounted.splice(0)) execFileSync("umount", [folder]);
  });

  function mount(folder: string): void {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]);
    mounted.push(folder);
  }

  function fill(folder: string): void {
    try {
      writeFileSync(path.join(folder, "filler"), Buffer.alloc(65536));
    } catch {
      // It is full now.
    }
  }

  function homeOnDisk(): Home {
    const parent = mkdtempSync(path.join(tmpdir(), "disk-"));
    mount(parent);
    return new Home(stock, parent);
  }

  /** The home is a disk of its own; beside it there is room. */
  function homeAsDisk(): Home {
    const parent = mkdtempSync(path.join(tmpdir(), "disk-"));
    mkdirSync(path.join(parent, "product"));
    mount(path.join(parent, "product"));
    return new Home(stock, parent);
  }

  function expectWhole(home: Home): void {
    for (const [name, text] of Object.entries(stock)) expect(home.read(name)).toBe(text);
    expect(home.read(`${axis2}.activating`)).toBeUndefined();
  }

  it("that is full leaves the home whole, and the reason is told", async () => {
    const home = homeAsDisk();
    await runShell("sh", stageRequest(home, first));
    fill(home.path);
    const { code, output } = await runShell("sh", activateRequest(home, first));
    expect(code).toBe(1);
    expect(output).toMatch(/could not be written; see that the disk is not full .*No file of .* was changed/);
    expectWhole(home);
  });

  it("that is full beside the home too does so before and after staging", async () => {
    const home = homeOnDisk();
    fill(path.dirname(home.path));
    const unstaged = await runShell("sh", stageRequest(home, first));
    expect(unstaged.code).toBe(1);
    expect(unstaged.output).toMatch(/disk is .*full/);
    expectWhole(home);

    const staged = homeOnDisk();
    await runShell("sh", stageRequest(staged, first));
    fill(path.dirname(staged.path));
    const { code, output } = await runShell("sh", activateRequest(staged, first));
    expect(code).toBe(1);
    expect(output).toMatch(/disk is .*full/);
    expectWhole(staged);
  });

  it("that can only be read is told of, and stays as it is", async () => {
    const home = homeAsDisk();
    await runShell("sh", stageRequest(home, first));
    execFileSync("mount", ["-o", "remount,ro", home.path]);
    const { code, output } = await runShell("sh", activateRequest(home, first));
    expect(code).toBe(1);
    expect(output).toContain(
      `nothing can be written in ${home.path}; see that the disk is neither full nor read-only`,
    );
    expectWhole(home);
  });
});

function canMount(): boolean {
  if (!isRoot) return false;
  const folder = mkdtempSync(path.join(tmpdir(), "disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], { stdio: "ignore" });
    execFileSync("umount", [folder]);
    return true;
  } catch {
    return false;
  }
}
