import { text } from "node:stream/consumers";
import { AnalyticsCluster } from "../../components";
import { EngineStack } from "../../tools/machine/engineStack";
import { heldBack } from "./heldBack";
import type { Order, OtherOperation } from "./otherDeployer";

/** Reads an order from standard input, tells what the engine says on standard error, and how it ended on standard output. */
async function main(): Promise<void> {
  const { folder, pulumiHome, args, holds }: Order = JSON.parse(await text(process.stdin));
  const stack = await EngineStack.create(folder, pulumiHome);
  const { output, operations, errors, failed } = await stack.up(
    () => {
      new AnalyticsCluster("analytics", args, { transforms: [heldBack(holds)] });
    },
    (said) => process.stderr.write(said),
  );
  process.stdout.write(JSON.stringify({ output, operations, errors, failed } satisfies OtherOperation));
}

void main();
