import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { NodeOperation } from "../../components";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { actionRequest, factsRequest, type NodeActionKind } from "../../components/node";
import { lackOf, serves } from "../../components/rollout/productHealth";
import { stackProgram } from "../demo/update";
import { configure } from "../machine/engine";
import { buildSampleProduct } from "../sample-server/sampleDistribution";
import { makeSampleJdk } from "../sample-server/sampleJdk";
import { clusterDescription, withDatabases } from "./benchCluster";
import type { BenchMachine, Homes } from "./benchMachine";
import { newStack, update } from "./benchStack";
import { comparison, type Figure, floor } from "./figure";
import { timed } from "./rounds";

/** The sample product starts in no time; the product itself takes a minute and more. */
const startSeconds = 20;

/** A rolling change of both nodes against the restarts of both that it consists of, and how long no node was active. */
export async function rollingFigures(machine: BenchMachine, rounds: number): Promise<Figure[]> {
  const folder = path.join(machine.folder, "rolling");
  const homes: Homes = [path.join(folder, "node1/product"), path.join(folder, "node2/product")];
  const distribution = await buildSampleProduct(path.join(folder, "distribution"));
  for (const home of homes) cpSync(distribution, home, { recursive: true });
  const description = running(machine, homes, distribution, makeSampleJdk(path.join(folder, "jdk")));
  const stack = await newStack(machine, "rolling", stackProgram, { ...description });
  await update(stack);
  const operations = (await stack.outputs()).operations?.value as NodeOperation[];
  for (const home of homes) writeFileSync(path.join(home, "misbehave"), `slow:${startSeconds}`);
  const [rolls, restarts]: [number[], number[]] = [[], []];
  const [gapsOfRolls, gapsOfStops]: [number[], number[]] = [[], []];
  for (let round = 1; round <= rounds; round++) {
    const gapAfter = gapMeter(homes);
    const passiveFirst = operations.toSorted((one) => (isActive(one.home) ? 1 : -1));
    restarts.push(
      await timed(async () => {
        for (const node of passiveFirst) await restart(node);
      }),
    );
    gapsOfStops.push(gapAfter());
    const gapAfterRoll = gapMeter(homes);
    const overrides = [
      { file: "repository/conf/carbon.xml", path: "/Server/Name", value: `Round ${round}`, secret: false },
    ];
    await configure(stack, { overrides });
    rolls.push(await timed(() => update(stack)));
    gapsOfRolls.push(gapAfterRoll());
  }
  for (const node of operations) operate(node, { kind: "stop" });
  return [
    comparison("a change rolled through both nodes", rolls, "both nodes' own restarts", restarts, 1.1),
    floor("no active node during a roll", gapsOfRolls),
    floor("no active node after a stop, as in a drill", gapsOfStops),
  ];
}

function running(
  machine: BenchMachine,
  homes: Homes,
  distribution: string,
  javaHome: string,
): ClusterDescription {
  const description = withDatabases(clusterDescription(machine, homes, "rolling"), machine);
  return {
    ...description,
    product: { ...description.product, distribution },
    // Those of the other comparisons are still there.
    database: {
      ...description.database,
      names: {
        user: "rolling_user",
        registry: "rolling_registry",
        eventStore: "rolling_events",
        processedData: "rolling_processed",
      },
      username: "rolling",
      clientHosts: ["127.0.0.%"],
    },
    spark: { ...description.spark, makeSymbolicLink: false },
    eventProcessing: { pruneStatePersistence: false },
    service: { manager: "script", javaHome },
    rollout: { startTimeoutSeconds: 120, steadySeconds: 0 },
  };
}

/** On this machine itself, as somebody would do it by hand. */
async function restart(node: NodeOperation): Promise<void> {
  operate(node, { kind: "stop" });
  operate(node, { kind: "start" });
  while (!isHealthy(node)) await sleep(200);
}

function operate({ home, run }: NodeOperation, action: NodeActionKind): void {
  const { times, secrets, nodeIdFiles } = run;
  const stopSeconds = times.stop;
  const args = { home, action, overwrite: false, isGuarded: false, stopSeconds, secrets, nodeIdFiles };
  const { script, parse } = actionRequest(args);
  const result = parse(runHere(script));
  if (result?.kind !== "done") throw new Error(`${action.kind} failed on ${home}: ${result?.reason}`);
}

function isHealthy({ home, run }: NodeOperation): boolean {
  const { script, parse } = factsRequest(home, run.secrets, run.nodeIdFiles);
  const product = parse(runHere(script))?.product;
  return product !== undefined && serves(product) && lackOf(product) === undefined;
}

function runHere(script: string): string {
  return spawnSync("sh", ["-s"], { input: script, encoding: "utf8" }).stdout;
}

function isActive(home: string): boolean {
  return logOf(home).lastIndexOf("HA Active Member") > logOf(home).lastIndexOf("HA Passive Member");
}

/** Milliseconds from the moment at which the node that is active now began to stop to that at which the other one was active. */
function gapMeter(homes: Homes): () => number {
  const [active, passive] = isActive(homes[0]) ? homes : [homes[1], homes[0]];
  return () => lastTime(passive, "Became CEP HA Active Member") - lastTime(active, "Shutdown hook triggered");
}

function lastTime(home: string, text: string): number {
  const line = logOf(home)
    .split("\n")
    .findLast((each) => each.includes(text));
  const [, date, time, milliseconds] = /\[(\S+) (\S+),(\d+)\]/.exec(line ?? "") ?? [];
  return Date.parse(`${date}T${time}.${milliseconds}`);
}

function logOf(home: string): string {
  return readFileSync(path.join(home, "repository/logs/wso2carbon.log"), "utf8");
}
