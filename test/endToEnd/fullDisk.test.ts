import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { productFolder } from "../../tools/demo/demoFolder";
import type { Operation } from "../../tools/machine/engineStack";
import { Disk } from "./disk";
import { HostCommands, type Pause } from "./hostCommands";
import { type Change, RunningCluster } from "./runningCluster";
import { ServiceSamples } from "./serviceSamples";

const carbon = "repository/conf/carbon.xml";
const possible = Disk.isPossible();
if (!possible) console.log("full disks: skipped, because they need root and the right to mount");

type Place = "home" | "state folder";
type Spoiled = "full" | "read-only";

/** When the disk is spoiled: after the node has called these commands, one after the other. */
const moments = {
  "before anything": [],
  "when an action begins": ["flock -w 5"],
  "before the files come into the home": ["xargs rm -f --"],
  "before the start": ["xargs rm -f --", "find"],
} as const;
type Moment = keyof typeof moments;

/** The node, after an update that failed: whether it was stopped, and whose files it has. */
type Fate = "never stopped" | "runs as before" | "runs with the new files" | "stopped" | "completed";

const fates: [Place, Spoiled, Record<Moment, Fate[]>][] = [
  // What was held may be enough for the log of the start.
  ["home", "full", fatesOf("runs as before", "runs as before", "completed")],
  ["state folder", "full", fatesOf("runs as before", "completed")],
  // No product runs without its log and its process number.
  ["home", "read-only", fatesOf("stopped", "stopped")],
  ["state folder", "read-only", fatesOf("runs as before", "runs with the new files")],
];

/** @param start any of these */
function fatesOf(files: Fate, ...start: Fate[]): Record<Moment, Fate[]> {
  return {
    "before anything": ["never stopped"],
    "when an action begins": ["never stopped"],
    "before the files come into the home": [files],
    "before the start": start,
  };
}

describe.skipIf(!possible)("where a node's", () => {
  const cluster = new RunningCluster();
  const { workplace } = cluster;
  let hosts: [Host, Host];

  beforeAll(async () => {
    hosts = [prepareHost("node1"), prepareHost("node2")];
    await cluster.start((node) => ({ settings: [hosts[node === "node1" ? 0 : 1].commands.setting] }));
    const { failed, output } = await cluster.up();
    expect(failed, output).toBe(false);
    await cluster.addBelongings();
  });
  afterAll(() => cluster.end());

  function prepareHost(name: string): Host {
    return {
      commands: new HostCommands(path.join(workplace.folder, name, "commands")),
      disks: {
        home: workplace.mountDisk(`${name}/${productFolder}`),
        "state folder": workplace.mountDisk(`${name}/${productFolder}.deployment`),
      },
    };
  }

  /** Of an update in which this host's disk is spoiled meanwhile. */
  async function spoiled(
    { commands, disks }: Host,
    place: Place,
    how: Spoiled,
    moment: Moment,
    change: Change,
  ) {
    let pause: Pause | undefined;
    let updating: Promise<Operation> | undefined;
    for (const command of moments[moment]) {
      const next = commands.pause(command);
      pause?.release();
      pause = next;
      updating ??= cluster.up(change);
      await pause.reached();
    }
    if (how === "full") disks[place].fill();
    else disks[place].makeReadOnly();
    pause?.release();
    const operation = await (updating ?? cluster.up(change));
    disks[place].repair();
    return operation;
  }

  function fateOf(node: 0 | 1, pid: number | undefined, text: string): Fate {
    if (cluster.pid(node) === undefined) return "stopped";
    if (cluster.pid(node) === pid) return "never stopped";
    return cluster.read(node, carbon) === text ? "runs as before" : "runs with the new files";
  }

  it.each(fates)("%s is %s, nothing is lost and one plain update completes", async (place, how, expected) => {
    const before = await cluster.belongings();
    const samples = new ServiceSamples(cluster.addresses);
    const { active } = cluster;
    const passive = active === 0 ? 1 : 0;
    const name = `${how}-${place}`;
    const change: Change = (args) => {
      args.overrides = [{ file: carbon, path: "/Server/Name", value: name }];
      args.rerunTrigger = name;
      // The role of a node is looked for in its log, which cannot be written.
      if (args.rollout) args.rollout.startTimeoutSeconds = 8;
    };
    for (const moment of Object.keys(moments) as Moment[]) {
      const [text, pid, activePid] = [
        cluster.read(passive, carbon),
        cluster.pid(passive),
        cluster.pid(active),
      ];
      const { failed, output, errors } = await spoiled(hosts[passive], place, how, moment, change);
      if (failed)
        expect(errors.join("\n")).toMatch(
          /disk|room|it has not finished its start|it is neither active nor passive/,
        );
      const fate = failed ? fateOf(passive, pid, text) : "completed";
      expect(expected[moment], `${moment}: ${output}`).toContain(fate);
      if (failed) expect(cluster.pid(active)).toBe(activePid);
    }
    const next = await cluster.up(change);
    expect(next.failed, next.output).toBe(false);
    expect(await samples.end()).toEqual([]);
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
    for (const node of [0, 1] as const) expect(cluster.read(node, carbon)).toContain(`<Name>${name}</Name>`);
    expect(await cluster.belongings()).toEqual(before);
  });
});

interface Host {
  commands: HostCommands;
  disks: Record<Place, Disk>;
}
