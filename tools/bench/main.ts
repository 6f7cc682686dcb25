import { parseArgs } from "node:util";
import { prepareMachine } from "../machine/prepareMachine";
import { runMain, step } from "../machine/step";
import { awsPreviewFigures } from "./awsPreview";
import { endBench, makeBenchFolder, startBenchMachine } from "./benchMachine";
import { ansibleFigures, copyFigures } from "./deployments";
import type { Figure } from "./figure";
import { table } from "./figure";
import { manyClustersFigures } from "./manyClustersFigures";
import { renderingFigure } from "./rendering";
import { rollingFigures } from "./rolling";
import { noChangeFigures, sessionFigures } from "./updates";

const usage = "usage: npm run bench [-- --quick]";

runMain(async () => {
  const quick = readQuick();
  await prepareMachine();
  const folder = makeBenchFolder();
  endOnInterrupt(folder);
  try {
    process.stdout.write(`\n${table(await measure(folder, quick))}`);
  } finally {
    await endBench(folder);
  }
});

async function measure(folder: string, quick: boolean): Promise<Figure[]> {
  const done = () => "measured";
  const rendering = await step("rendering", () => renderingFigure(quick ? 5 : 20), done);
  const machine = await step(
    "servers",
    () => startBenchMachine(folder),
    () => "two SSH, one MySQL",
  );
  const sessions = await step("sessions", () => sessionFigures(machine), done);
  const noChange = await step("no change", () => noChangeFigures(machine, quick ? 1 : 7), done);
  const ansible = await step("against Ansible", () => ansibleFigures(machine, quick ? 1 : 3), done);
  const copies = await step("against CopyToRemote", () => copyFigures(machine, quick ? 1 : 5), done);
  const rolling = await step("rolling", () => rollingFigures(machine, quick ? 1 : 3), done);
  const preview = await step("AWS preview", () => awsPreviewFigures(folder, quick ? 1 : 7), done);
  const many = await step("many AWS clusters", async () => manyClustersFigures(quick ? 1 : 3), done);
  return [rendering, ...noChange, ...preview, ...many, ...sessions, ...rolling, ...ansible, ...copies];
}

function readQuick(): boolean {
  try {
    return parseArgs({ options: { quick: { type: "boolean" } } }).values.quick ?? false;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${usage}`);
  }
}

function endOnInterrupt(folder: string): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // Not `once`: with no listener left, a package of the Automation API would end the process at once.
    process.on(signal, () => {
      endBench(folder).finally(() => process.exit(130));
    });
  }
}
