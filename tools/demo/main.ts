import path from "node:path";
import { parseArgs } from "node:util";
import { withLock } from "../machine/lock";
import { prepareMachine } from "../machine/prepareMachine";
import { runMain, step } from "../machine/step";
import { runAwsDemo } from "./awsDemo";
import { demoFolder, endDemo } from "./demoFolder";
import { provideProduct } from "./product";
import { runDemo } from "./runDemo";

const usage = "usage: npm run demo [-- --keep | --aws | --down | --distribution <product home or zip>]";
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
      const product = await step(
        "product",
        () => provideProduct(distribution),
        ({ told }) => told,
      );
      if (aws) await runAwsDemo(product);
      else await runDemo(product, keep);
    } finally {
      if (!keep) await step("clean-up", endDemo);
    }
  });
});

function readOptions(): { keep: boolean; aws: boolean; down: boolean; distribution: string | undefined } {
  try {
    const { values } = parseArgs({
      options: {
        keep: { type: "boolean" },
        aws: { type: "boolean" },
        down: { type: "boolean" },
        distribution: { type: "string" },
      },
    });
    const { keep = false, aws = false, down = false, distribution } = values;
    if (aws && keep) throw new Error("the rehearsal of AWS ends with this program; leave out --keep");
    // npm runs scripts in the package's root and tells where it was called from.
    const folder = process.env.INIT_CWD ?? ".";
    return { keep, aws, down, distribution: distribution && path.resolve(folder, distribution) };
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
