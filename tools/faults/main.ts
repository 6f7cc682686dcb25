import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { prepareMachine } from "../machine/prepareMachine";
import { runMain } from "../machine/step";
import { faketime, provideProgram } from "../machine/systemPrograms";
import { Bed } from "./bed";
import { drawRounds } from "./drawRounds";
import { describeRound, type Round } from "./round";
import { runRound } from "./runRound";

const usage = `usage: npm run faults -- [--seed N] [--rounds N] [--round K]

Updates two nodes that run again and again. In each round something fails at a random moment: the deployer, the product, MySQL, SSH,
a disk, a clock, a host. One plain update must then put everything right.

  --seed N     the rounds to draw. Default: another one each time
  --rounds N   how many. Default: 10
  --round K    only this one of them, from 1 on, on nodes that have just been deployed
  --help

A round that fails is shown with the command that runs it again. Timing differs from run to run, so it may take several attempts.
As root, disks can be full and hosts have clocks of their own (libfaketime); otherwise these faults are left out, and named.
`;

interface Choice {
  seed: number;
  rounds: number;
  only: number | undefined;
}

runMain(async () => {
  const choice = readChoice();
  if (choice === undefined) {
    process.stdout.write(usage);
    return;
  }
  await prepareMachine();
  if (process.getuid?.() === 0) await provideProgram(faketime).catch(() => "left out");
  const failed = await runAll(choice);
  if (failed.length > 0) throw new Error(`failed: ${failed.join(", ")}`);
});

/** @returns the commands that run the failed rounds again */
async function runAll({ seed, rounds, only }: Choice): Promise<string[]> {
  const failed: string[] = [];
  let bed: Bed | undefined;
  process.stdout.write(`\nseed ${seed}\n`);
  endOnInterrupt(() => bed);
  try {
    for (const [index, round] of drawRounds(seed, rounds).entries()) {
      const number = index + 1;
      if (only !== undefined && only !== number) continue;
      bed ??= await Bed.start();
      if (await isRight(bed, round, seed, number)) continue;
      failed.push(`npm run faults -- --seed ${seed} --round ${number}`);
      await bed.end();
      bed = undefined;
    }
  } finally {
    await bed?.end();
  }
  return failed;
}

async function isRight(bed: Bed, round: Round, seed: number, number: number): Promise<boolean> {
  const begun = Date.now();
  process.stdout.write(`\nround ${number}: ${describeRound(round)}\n`);
  const result = await runRound(bed, round, `S${seed}R${number}`).catch((error: unknown) => ({
    observed: [],
    wrong: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    outputs: [],
  }));
  for (const line of result.observed) process.stdout.write(`  ${line}\n`);
  for (const line of result.wrong) process.stdout.write(`  WRONG: ${line}\n`);
  const isFine = result.wrong.length === 0;
  const took = Math.round((Date.now() - begun) / 1000);
  process.stdout.write(`  ${isFine ? "right" : "failed"} after ${took} s\n`);
  if (!isFine) process.stdout.write(`  see ${keepEvidence(bed, seed, number, result.outputs)}\n`);
  return isFine;
}

/** @returns the folder with what is left of the round */
function keepEvidence(bed: Bed, seed: number, number: number, outputs: readonly string[]): string {
  const folder = path.join(os.tmpdir(), `faults-${process.pid}`, `seed-${seed}-round-${number}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [index, output] of outputs.entries())
    writeFileSync(path.join(folder, `update-${index + 1}.txt`), output);
  for (const [name, text] of Object.entries(bed.evidence())) writeFileSync(path.join(folder, name), text);
  return folder;
}

/** Undefined where help is wanted. */
function readChoice(): Choice | undefined {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: "string" },
        rounds: { type: "string" },
        round: { type: "string" },
        help: { type: "boolean" },
      },
    });
    if (values.help) return undefined;
    const only = values.round === undefined ? undefined : wholeNumber(values.round);
    return {
      seed: values.seed === undefined ? Date.now() % 2 ** 31 : wholeNumber(values.seed),
      rounds: only ?? (values.rounds === undefined ? 10 : wholeNumber(values.rounds)),
      only,
    };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${usage}`);
  }
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new Error(`${text} is not a whole number from 1 on`);
  return Number(text);
}

function endOnInterrupt(bed: () => Bed | undefined): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // Not `once`: with no listener left, a package of the Automation API would end the process at once.
    process.on(signal, () => {
      void Promise.resolve(bed()?.end()).finally(() => process.exit(130));
    });
  }
}
