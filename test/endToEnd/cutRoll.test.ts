import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { descendants, killAll } from "./processes";
import { RunningCluster, serverName } from "./runningCluster";
import { ServiceSamples } from "./serviceSamples";

const carbon = "repository/conf/carbon.xml";
const cluster = new RunningCluster();
let before: Record<string, string>;

beforeAll(async () => {
  await cluster.start();
  const { failed, output } = await cluster.up();
  expect(failed, output).toBe(false);
});
afterAll(() => cluster.end());
beforeEach(async () => {
  before = await cluster.belongings();
});

/** What an update says at one moment of the turn of the passive or of the active node. */
interface Moment {
  node: "passive" | "active";
  says: string;
}

const moments: Moment[] = [
  { node: "passive", says: "-stage updating" },
  { node: "passive", says: "-stage updated" },
  { node: "passive", says: "-firstTurn updating.*; stopping" },
  { node: "passive", says: "-firstTurn updating.*; install " },
  { node: "passive", says: "-firstTurn updating.*; starting" },
  { node: "passive", says: "-firstTurn updated" },
  { node: "active", says: "-secondTurn updating.*; stopping" },
  { node: "active", says: "-secondTurn updating.*; starting" },
  { node: "active", says: "-secondTurn updating.*; healthy" },
  { node: "passive", says: "-verify updating" },
];

/** Updates, and acts once when the update says what it says at that moment. */
function cutAt({ node, says }: Moment, name: string, act: () => void) {
  const index = node === "active" ? cluster.active : cluster.active === 0 ? 1 : 0;
  const wanted = new RegExp(`node${index + 1}${says}`);
  let heard = "";
  let done = false;
  return cluster.up(serverName(name), (text) => {
    heard += text;
    if (done || !wanted.test(heard)) return;
    done = true;
    act();
  });
}

function killDeployer(): void {
  const engine = descendants(process.pid).filter(({ command }) => command.includes(" up --yes "));
  expect(engine).toHaveLength(1);
  killAll(engine);
}

async function expectRolled(name: string): Promise<void> {
  expect(cluster.roles().sort()).toEqual(["active", "passive"]);
  for (const node of [0, 1] as const) expect(cluster.read(node, carbon)).toContain(`<Name>${name}</Name>`);
  expect(await cluster.belongings()).toEqual(before);
}

describe("a roll whose connection is cut", () => {
  it.each([2, 4, 7])("goes on with the next update (moment %i)", async (index) => {
    const name = `cut-${index}`;
    const samples = new ServiceSamples(cluster.addresses);
    // The servers of the sessions, and not what the sessions have started: as where the network is gone.
    const cut = () =>
      killAll(
        cluster.nodes
          .flatMap(({ ssh }) => descendants(ssh.pid))
          .filter(({ command }) => command.startsWith("sshd")),
      );
    const { failed, output } = await cutAt(moments[index] as Moment, name, cut);
    expect(failed, output).toBe(true);
    const next = await cluster.up(serverName(name));
    expect(next.failed, next.output).toBe(false);
    expect(await samples.end()).toEqual([]);
    await expectRolled(name);
  });
});

describe("a roll whose deployer is killed", () => {
  it.each(moments.map((moment, index) => [`${moment.node} node: ${moment.says}`, index] as const))(
    "at '%s' goes on with the next update, and never leaves no node",
    async (_, index) => {
      const name = `killed-${index}`;
      const samples = new ServiceSamples(cluster.addresses);
      const { failed } = await cutAt(moments[index] as Moment, name, killDeployer);
      expect(failed).toBe(true);
      await cluster.stack.cancel();
      const next = await cluster.up(serverName(name));
      expect(next.failed, next.output).toBe(false);
      expect(await samples.end()).toEqual([]);
      await expectRolled(name);
    },
  );
});
