import path from "node:path";
import { parseArgs } from "node:util";
import { withLock } from "../machine/lock";
import { prepareMachine } from "../machine/prepareMachine";
import { runMain, step } from "../machine/step";
import { runAwsDemo } from "./awsDemo";
import { demoFolder, endDemo } from "./demoFolder";
import { runDemo } from "./runDemo";

const usage = "usage: npm run demo [-- --keep | --aws | --down | --distribution <product home or zip>]";
const sampleProduct = path.join(__dirname, "..", "sample-product");

runMain(async () => {
  const { keep, aws, down, distribution } = readOptions();
  if (/\s/.test(demoFolder)) {
    throw new Error(
      `the product's scripts bear no spaces in paths; move this repository out of ${demoFolder}`,
    );
  }
  await withLock(demoFolder, refuseSecondRun, async () => {
    if (down) {
      await step("end of the demo", endDemo);
      return;
    }
    endOnInterrupt();
    await prepareMachine();
    await step("earlier demo", endDemo);
    try {
      if (aws) await runAwsDemo(distribution);
      else await runDemo(distribution, keep);
    } finally {
      if (!keep) await step("clean-up", endDemo);
    }
  });
});

function readOptions(): { keep: boolean; aws: boolean; down: boolean; distribution: string } {
  try {
    const { values } = parseArgs({
      options: {
        keep: { type: "boolean" },
        aws: { type: "boolean" },
        down: { type: "boolean" },
        distribution: { type: "string" },
      },
    });
    const { keep = false, aws = false, down = false, distribution = sampleProduct } = values;
    if (aws && keep) throw new Error("the rehearsal of AWS ends with this program; leave out --keep");
    // npm runs scripts in the package's root and tells where it was called from.
    return { keep, aws, down, distribution: path.resolve(process.env.INIT_CWD ?? ".", distribution) };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${usage}`);
  }
}

function refuseSecondRun(): never {
  throw new Error(`another demo runs in ${demoFolder}; wait until it is done`);
}

function endOnInterrupt(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      process.stdout.write("\n");
      step("clean-up", endDemo).finally(() => process.exit(130));
    });
  }
}
