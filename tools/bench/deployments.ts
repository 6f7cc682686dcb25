import type { BenchMachine } from "./benchMachine";
import { type Contender, emptyProgram, handWritten, ours } from "./contenders";
import { comparison, type Figure, floor, notMeasured } from "./figure";
import { playbook } from "./playbook";
import { record, type Times, timed } from "./rounds";

const phases = ["first", "no change", "one change"] as const;
type Phase = (typeof phases)[number];

/** The same files onto the same hosts by Ansible. */
export async function ansibleFigures(machine: BenchMachine, rounds: number): Promise<Figure[]> {
  const component = ours(machine);
  const ansible = playbook(machine);
  if (ansible === undefined) {
    return phases.map((phase) => notMeasured(title(phase), "ansible-playbook is not on PATH"));
  }
  const times = await runRounds(rounds, [component, ansible]);
  return phases.map((phase) =>
    comparison(
      title(phase),
      timesOf(times, component, phase),
      "Ansible, template module",
      timesOf(times, ansible, phase),
      1 / 3,
    ),
  );
}

/** The same files onto the same hosts by a program of one's own; beside it what the engine takes in any case. */
export async function copyFigures(machine: BenchMachine, rounds: number): Promise<Figure[]> {
  const component = ours(machine);
  const copies = handWritten(machine);
  const empty = emptyProgram(machine);
  const times = await runRounds(rounds, [component, copies, empty]);
  return [
    ...phases.map((phase) =>
      comparison(
        title(phase),
        timesOf(times, component, phase),
        "one CopyToRemote per file",
        timesOf(times, copies, phase),
        1.1,
      ),
    ),
    ...phases.map((phase) => floor(`the floor: an empty program, ${phase}`, timesOf(times, empty, phase))),
  ];
}

async function runRounds(rounds: number, contenders: readonly Contender[]): Promise<Times> {
  const times: Times = {};
  for (let round = 1; round <= rounds; round++) {
    for (const contender of contenders) await contender.begin(`before.${round}`);
    for (const phase of phases) {
      for (const contender of contenders) {
        if (phase === "one change") await contender.change(`after.${round}`);
        record(times, key(contender, phase), await timed(() => contender.deploy()));
        contender.verify?.();
      }
    }
  }
  return times;
}

function timesOf(times: Times, contender: Contender, phase: Phase): number[] {
  return times[key(contender, phase)] ?? [];
}

function key({ name }: Contender, phase: Phase): string {
  return `${name}, ${phase}`;
}

function title(phase: Phase): string {
  return `files on both nodes, ${phase}`;
}
