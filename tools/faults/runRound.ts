import { setTimeout as sleep } from "node:timers/promises";
import type { Bed } from "./bed";
import { Deployer, type Ending } from "./deployer";
import { belongings, judge, secretsOf } from "./judge";
import { areLeftDown } from "./outages";
import { commonFaults, deployerFaults, describeFault, type Fault, type Round, Target } from "./round";
import { Sampler } from "./sampler";
import { type Repair, strike } from "./strike";
import { changed } from "./wanted";

/** What a round was seen to do. */
export interface RoundResult {
  /** One line for people each. */
  observed: string[];
  /** What is wrong; nothing where all is right. */
  wrong: string[];
  /** All that its updates have said. */
  outputs: string[];
}

/** An update in which faults happen, then one plain update, and one that has nothing to do. */
export async function runRound(bed: Bed, round: Round, name: string): Promise<RoundResult> {
  const { cluster } = bed;
  const secrets = secretsOf(bed.wanted);
  const places = { [Target.Active]: cluster.active, [Target.Passive]: cluster.active === 0 ? 1 : 0 } as const;
  bed.wanted = changed(bed.wanted, round.update, name);
  secrets.push(...secretsOf(bed.wanted));
  const before = await belongings(bed);
  if (round.startSeconds > 0)
    for (const place of [0, 1] as const) cluster.misbehave(place, `slow:${round.startSeconds}`);
  const begun = Date.now();
  const sampler = new Sampler(cluster);
  const observed: string[] = [];
  const wrong: string[] = [];
  const disturbed = await disturb(bed, round.faults, places, observed);
  observed.push(
    `${took(begun)}: the update ${disturbed.isInterrupted ? "was interrupted" : ending(disturbed)}`,
  );
  if (disturbed.isEndless) wrong.push("the update does not end");
  const isHit = (place: number) =>
    round.faults.some(({ kind, target }) => isOfNode(kind) && places[target] === place);
  const { serves } = await sampler.now();
  if (!disturbed.isInterrupted && areLeftDown(serves, [isHit(0), isHit(1)], round.faults))
    wrong.push("the update has left both nodes down where one could serve");
  for (const repair of disturbed.repairs) await repair();
  for (const place of [0, 1] as const) cluster.misbehave(place, undefined);
  const plain = await cluster.up(bed.change());
  observed.push(`${took(begun)}: one plain update ${ending(plain)}`);
  const samples = await sampler.end();
  const outputs = [disturbed.output, plain.output];
  const pids = [cluster.pid(0), cluster.pid(1)];
  if (!plain.failed) {
    const next = await cluster.up(bed.change());
    outputs.push(next.output);
    if (Object.keys(next.changes).join() !== "same") wrong.push("a further update changes something");
    if ([cluster.pid(0), cluster.pid(1)].join() !== pids.join())
      wrong.push("a further update restarts a node");
  }
  wrong.push(...(await judge(bed, { before, failed: plain.failed, outputs, secrets, samples })));
  return { observed, wrong, outputs };
}

interface Disturbed extends Ending {
  isInterrupted: boolean;
  output: string;
  /** What has not been repaired yet. */
  repairs: Set<Repair>;
}

async function disturb(
  bed: Bed,
  faults: readonly Fault[],
  places: Record<Target, 0 | 1>,
  observed: string[],
): Promise<Disturbed> {
  const deployer = new Deployer(bed.cluster.stack, bed.args());
  const repairs = new Set<Repair>();
  let hasEnded = false;
  const begun = Date.now();
  const happen = async (fault: Fault) => {
    while (!hasEnded && !deployer.output.includes(fault.moment.says)) await sleep(20);
    if (!hasEnded) await sleep(fault.moment.milliseconds);
    const when = hasEnded ? `${took(begun)}, after the end` : took(begun);
    const repair = await strike(fault, { bed, deployer, place: places[fault.target] });
    if (repair === undefined) {
      observed.push(`left out, as this machine has no means for it: ${describeFault(fault)}`);
      return;
    }
    observed.push(`${when}: ${fault.kind}`);
    repairs.add(repair);
    if (fault.seconds === undefined) return;
    await sleep(fault.seconds * 1000);
    repairs.delete(repair);
    await repair();
  };
  const happening = Promise.all(faults.map(happen));
  const end = await deployer.end();
  hasEnded = true;
  await happening;
  return { ...end, isInterrupted: deployer.isInterrupted, output: deployer.output, repairs };
}

function isOfNode(kind: Fault["kind"]): boolean {
  return !deployerFaults.includes(kind) && !commonFaults.includes(kind);
}

function took(begun: number): string {
  return `${((Date.now() - begun) / 1000).toFixed(1)} s`;
}

function ending({ failed, errors }: Pick<Ending, "failed" | "errors">): string {
  return failed ? `failed: ${errors.join(" ").replaceAll(/\s+/g, " ").slice(0, 400)}` : "succeeded";
}
