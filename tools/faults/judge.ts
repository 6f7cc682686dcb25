import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { secretForms } from "../audit/secretForms";
import type { Bed } from "./bed";
import { type Sample, wrongOutages } from "./outages";
import type { Wanted } from "./wanted";

const places = [0, 1] as const;
const carbon = "repository/conf/carbon.xml";
const axis2 = "repository/conf/axis2/axis2.xml";
const datasources = "repository/conf/datasources/master-datasources.xml";

/** What a round has left behind. */
export interface Outcome {
  before: Record<string, string>;
  /** The plain update. */
  failed: boolean;
  /** All that any update of the round has said. */
  outputs: readonly string[];
  /** All secrets so far. */
  secrets: readonly string[];
  samples: readonly Sample[];
}

/** What is wrong after the one plain update; nothing where all is right. */
export async function judge(bed: Bed, outcome: Outcome): Promise<string[]> {
  const { cluster, wanted } = bed;
  const wrong: string[] = [];
  const expectThat = (isRight: boolean, text: string) => void (isRight || wrong.push(text));
  expectThat(!outcome.failed, "one plain update does not succeed");
  const roles = cluster.roles();
  expectThat(roles.toSorted().join() === "active,passive", `the nodes are ${roles.join(" and ")}`);
  for (const place of places) {
    const name = `node${place + 1}`;
    for (const text of missingText(bed, place, wanted)) wrong.push(`${name} does not have ${text}`);
    const isSynced = roles[place] !== "passive" || cluster.log(place).includes("State successfully synced");
    expectThat(isSynced, `${name} is passive and not synced`);
    const [active, healthy] = [activeRevision(bed, place), cluster.healthyRevision(place)];
    expectThat(active === healthy, `${name} has revision ${active} and was healthy with ${healthy}`);
    for (const lock of locksHeld(bed, place)) wrong.push(`${name}: ${lock} is held`);
    const left = await leftProcesses(bed, place);
    expectThat(left.length === 0, `${name}: still running: ${left.join("; ")}`);
  }
  const lost = differences(outcome.before, await belongings(bed));
  expectThat(lost.length === 0, `changed or lost: ${lost.join(", ")}`);
  for (const where of secretsShown(bed, outcome)) wrong.push(`a secret is in ${where}`);
  if (!wanted.mayStopBoth) {
    for (const { at, node } of wrongOutages(outcome.samples))
      wrong.push(`node${node + 1} was stopped while the other one did not serve (${clock(at)})`);
  }
  return wrong;
}

/** C-Apps are the update's. */
export async function belongings(bed: Bed): Promise<Record<string, string>> {
  const all = Object.entries(await bed.cluster.belongings());
  return Object.fromEntries(all.filter(([where]) => !where.includes("/carbonapps/")));
}

export function secretsOf({ groupPassword, databasePassword }: Wanted): string[] {
  return [groupPassword, databasePassword];
}

function missingText(bed: Bed, place: 0 | 1, wanted: Wanted): string[] {
  const { serverName, serverKey, domain, groupPassword, databasePassword } = wanted;
  const texts: [string, string][] = [
    [carbon, `<Name>${serverName}</Name>`],
    [axis2, domain],
    [axis2, groupPassword],
    [datasources, databasePassword],
  ];
  if (place === 1) texts.push([carbon, `<ServerKey>${serverKey}</ServerKey>`]);
  return texts.flatMap(([file, text]) => (bed.cluster.read(place, file).includes(text) ? [] : [text]));
}

function activeRevision(bed: Bed, place: 0 | 1): string {
  return readFileSync(path.join(stateFolder(bed, place), "active"), "utf8");
}

function stateFolder({ cluster }: Bed, place: 0 | 1): string {
  return `${cluster.home(place)}.deployment`;
}

/** A deployer that has ended may have the lease for a moment. */
function locksHeld(bed: Bed, place: 0 | 1): string[] {
  return ["lock", "lease"].filter((name) => {
    const file = path.join(stateFolder(bed, place), name);
    return spawnSync("flock", ["-w", "5", file, "true"]).status !== 0;
  });
}

/** Sessions end a moment after their deployer. The product is one process, and the script that has started it another. */
async function leftProcesses(bed: Bed, place: 0 | 1): Promise<string[]> {
  const own = bed.cluster.pid(place);
  const others = () =>
    bed
      .processes(place)
      .filter(({ pid, command }) => pid !== own && !/wso2server\.sh/.test(command))
      .map(({ command }) => command);
  for (let waited = 0; waited < 50 && others().length > 0; waited++) await sleep(100);
  return others();
}

function differences(before: Record<string, string>, after: Record<string, string>): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]);
}

/** What updates have said, the products' logs, and what lies beside the homes; revisions themselves hold secrets. */
function secretsShown(bed: Bed, { outputs, secrets }: Outcome): string[] {
  const texts: [string, string][] = outputs.map((text) => ["the output of an update", text]);
  for (const place of places) {
    const folders = [path.join(bed.cluster.home(place), "repository/logs"), stateFolder(bed, place)];
    for (const file of folders.flatMap(filesIn)) texts.push([file, readFileSync(file, "latin1")]);
  }
  const forms = secrets.flatMap(secretForms);
  return texts.filter(([, text]) => forms.some((form) => text.includes(form))).map(([where]) => where);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => path.join(folder, name));
}

function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}
