import { AnalyticsNode } from "../../components";
import { planDeployment } from "../../components/cluster/deploymentPlan";
import { stackProgram } from "../demo/update";
import { clusterDescription, withDatabases } from "./benchCluster";
import { type BenchMachine, freshHomes, sessions } from "./benchMachine";
import { newStack, update, updateWithoutChange } from "./benchStack";
import { ours } from "./contenders";
import { comparison, count, type Figure } from "./figure";
import { observingFigures } from "./observing";
import { record, type Times, timed } from "./rounds";

const whole = "the whole deployment";
const empty = "an empty program";

/** The ready-made stack with the databases, nothing changed: updates against those of a program that makes nothing, and previews. */
export async function noChangeFigures(machine: BenchMachine, rounds: number): Promise<Figure[]> {
  const description = withDatabases(
    clusterDescription(machine, freshHomes(machine, "whole"), "whole"),
    machine,
  );
  const stack = await newStack(machine, "whole", stackProgram, { ...description });
  const stacks = {
    [whole]: stack,
    [empty]: await newStack(machine, "empty", async () => undefined),
  };
  for (const each of Object.values(stacks)) await update(each);
  const times: Times = {};
  for (let round = 1; round <= rounds; round++) {
    for (const [name, each] of Object.entries(stacks)) {
      record(times, name, await timed(() => updateWithoutChange(each)));
    }
  }
  return [
    comparison(
      "everything with databases, no change",
      times[whole] ?? [],
      "an empty program's update",
      times[empty] ?? [],
      1.5,
    ),
    ...(await observingFigures(machine, stack, rounds)),
  ];
}

/** How often each node is logged in to. */
export async function sessionFigures(machine: BenchMachine): Promise<Figure[]> {
  const staging = await stagingAlone(machine);
  const component = ours(machine);
  await component.begin("sessions");
  const both = await sessionsOf(machine, component.deploy);
  const noChange = await sessionsOf(machine, component.deploy);
  return [
    count("SSH sessions per node, staging", staging, 1),
    count("SSH sessions per node, staging and activating", both, 4),
    count("SSH sessions per node, no change", noChange, 1),
  ];
}

async function stagingAlone(machine: BenchMachine): Promise<number> {
  const description = clusterDescription(machine, freshHomes(machine, "staging"), "staging");
  const { revisions } = await planDeployment(description);
  const stack = await newStack(machine, "staging", async () => {
    for (const [index, { address, home, ssh }] of description.nodes.entries()) {
      const configuration = revisions[index === 0 ? 0 : 1];
      new AnalyticsNode(`node${index + 1}`, {
        address,
        home: home ?? description.product.home,
        ssh,
        configuration,
      });
    }
  });
  return sessionsOf(machine, () => update(stack));
}

async function sessionsOf(machine: BenchMachine, work: () => Promise<unknown>): Promise<number> {
  const before = sessions(machine);
  await work();
  const [node1, node2] = sessions(machine).map((after, node) => after - (before[node] ?? 0));
  if (node1 === undefined || node1 !== node2) {
    throw new Error(`${node1} sessions on node1, but ${node2} on node2`);
  }
  return node1;
}
