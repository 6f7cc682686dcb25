import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";

const components = path.resolve("components");
/** From the top down: a room may use those below it. */
const rooms = [
  "stack",
  "aws",
  "cluster",
  "rollout",
  "databases",
  "node",
  "program",
  "render",
  "product",
  "description",
];
const pureRooms = ["render", "product", "description"];
/** The one door to the file system in the pure rooms. */
const door = "render/distribution/";
/** Re-export the public API, so they name any room. */
const entries = ["index.ts", "aws/index.ts"];
const inputAndOutput =
  /^node:(fs|child_process|net|http|https|tls|dgram|dns|os|timers|worker_threads|process)/;

interface Import {
  from: string;
  /** A module, or a file of `components/` without its ending. */
  to: string;
  names: string;
}

const files = readdirSync(components, { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".ts"),
);
const imports = files.flatMap(importsOf);

function importsOf(from: string): Import[] {
  const statements = textOf(from).matchAll(
    /^(?:import|export)\b([^;]*?)\bfrom "([^"]+)"|^import "([^"]+)"|\b(?:import|require)\(\s*["'`]([^"'`]+)/gm,
  );
  return [...statements].map(([, names = "", ...specifiers]) => {
    const target = specifiers.find((specifier) => specifier !== undefined) ?? "";
    return { from, names, to: target.startsWith(".") ? path.join(path.dirname(from), target) : target };
  });
}

function textOf(file: string): string {
  return readFileSync(path.join(components, file), "utf8");
}

/** Undefined for a package, and for the entry itself. */
function roomOf(place: string): string | undefined {
  return rooms.find((room) => place === room || place.startsWith(`${room}/`));
}

const acrossRooms = imports.filter(
  ({ from, to }) => !entries.includes(from) && roomOf(to) !== undefined && roomOf(to) !== roomOf(from),
);

describe("the rooms of components/", () => {
  it("hold every file but the entry, and each says what belongs in it", () => {
    expect(files.filter((file) => !file.includes("/"))).toEqual(["index.ts"]);
    expect(
      readdirSync(components)
        .filter((name) => name !== "index.ts")
        .toSorted(),
    ).toEqual(rooms.toSorted());
    for (const room of rooms) {
      const index = path.join(components, room, "index.ts");
      expect(existsSync(index), index).toBe(true);
      expect(readFileSync(index, "utf8"), index).toMatch(/^\/\*\*[\s\S]*?\bNot here: /);
    }
  });

  it("depend on rooms below them only", () => {
    const height = (place: string) => rooms.indexOf(roomOf(place) ?? "");
    expect(acrossRooms.filter(({ from, to }) => height(to) < height(from))).toEqual([]);
    // The test would pass if it found no imports.
    expect(acrossRooms.length).toBeGreaterThan(50);
  });

  it("use nothing else of the repository", () => {
    expect(imports.filter(({ to }) => to.startsWith(".") || path.isAbsolute(to))).toEqual([]);
  });

  it("load modules late only where most programs never need them", () => {
    const places = files.filter((file) => /(?<!typeof )\b(?:import|require)\(/.test(textOf(file)));
    expect(places.toSorted()).toEqual([
      "databases/administratorLogin.ts",
      "databases/proxyConnection.ts",
      "node/ssh/sshSession.ts",
    ]);
  });

  it("use each other by their index; the stack alone reaches into aws, whose index is a public entry", () => {
    expect(acrossRooms.filter(({ to }) => roomOf(to) !== to && roomOf(to) !== "aws")).toEqual([]);
  });
});

/** Everything that `globalThis` offers for I/O, by its use. */
const ioGlobals = /(?<![.\w])(process|console|performance)\.\w|\bfetch\(|\bset(Timeout|Interval)\(/;

describe("the decision about a pair of nodes", () => {
  const decides = (file: string) =>
    /^rollout\/(plan\/.*|clusterState|nodeState|productHealth|findings)\.ts$/.test(file);
  const used = imports.filter(({ from }) => decides(from));

  it("is pure: it imports nothing but its own files, and types", () => {
    const foreign = used.filter(({ to }) => !decides(`${to}.ts`));
    expect(foreign.filter(({ names }) => !names.startsWith(" type "))).toEqual([]);
    const known = ["description", "node", "rollout/observation"];
    expect(foreign.filter(({ to }) => !known.includes(to))).toEqual([]);
    expect(used.length).toBeGreaterThan(20);
  });

  it("uses no clock and no other global that does I/O", () => {
    const deciding = files.filter(decides);
    expect(deciding.filter((file) => ioGlobals.test(textOf(file)) || /\bDate\b/.test(textOf(file)))).toEqual(
      [],
    );
    expect(deciding.length).toBeGreaterThan(10);
  });
});

describe("the pure rooms", () => {
  const pure = imports.filter(({ from }) => pureRooms.includes(roomOf(from) ?? ""));

  it("know no Pulumi but types of arguments", () => {
    const pulumi = pure.filter(({ to }) => to.startsWith("@pulumi/"));
    expect(pulumi.filter(({ names }) => !/^ type \{ (Input|Unwrap) \} $/.test(names))).toEqual([]);
    expect(pulumi.length).toBeGreaterThan(0);
  });

  it("do no I/O, except for reading a distribution", () => {
    const used = pure.filter(({ to }) => inputAndOutput.test(to) && to !== "node:net");
    expect(used.filter(({ from }) => !from.startsWith(door))).toEqual([]);
    expect(used.length).toBeGreaterThan(0);
    const globals = files.filter(
      (file) =>
        pureRooms.includes(roomOf(file) ?? "") &&
        /(?<![.\w])(process|console)\.\w|\bfetch\(|\bset(Timeout|Interval)\(/.test(textOf(file)),
    );
    expect(globals.filter((file) => !file.startsWith(door))).toEqual([]);
    // `node:net` only to parse an address.
    const net = pure.filter(({ to }) => to === "node:net");
    expect(net.filter(({ names }) => !/^ \{ isIP(v4|v6)?(, isIP(v4|v6)?)* \} $/.test(names))).toEqual([]);
  });
});
