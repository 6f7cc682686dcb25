import path from "node:path";
import { ec2 } from "@pulumi/aws";
import type { PulumiFn, Stack } from "@pulumi/pulumi/automation";
import { AwsAnalyticsCluster } from "../../components/aws";
import { createStack } from "../machine/engine";
import { provideMoto } from "../machine/motoServer";
import { type Rehearsal, startRehearsal } from "../rehearsal/rehearsal";
import { comparison, type Figure, floor, notMeasured } from "./figure";
import { handWrittenProgram, type Recording, recordingLookUps, recordResources } from "./handWrittenAws";
import { sampleProduct } from "./rendering";
import { record, type Times, timed } from "./rounds";

const what = "a preview of one AWS cluster";
const cluster = "an AWS cluster";
const group = "one bare security group";
const byHand = "its resources written by hand";
const empty = "an empty program";

/**
 * A preview of a whole deployment before there is anything, with its look-ups in moto, against a program that registers the
 * same resources without this library; beside it what the plugin's start alone takes, and the engine's.
 */
export async function awsPreviewFigures(benchFolder: string, rounds: number): Promise<Figure[]> {
  if (process.getuid?.() !== 0) return [notMeasured(what, "the rehearsal needs root")];
  await provideMoto(() => undefined);
  const folder = path.join(benchFolder, "rehearsal");
  const rehearsal = await startRehearsal({ folder, imageFolder: sampleProduct });
  try {
    const program = async () => makeCluster(rehearsal);
    const stacks = {
      [cluster]: await newStack(rehearsal, "aws", program),
      [byHand]: await newStack(rehearsal, "hand", handWrittenProgram(await recorded(rehearsal, program))),
      [group]: await newStack(rehearsal, "group", async () => {
        new ec2.SecurityGroup("bare", { vpcId: "vpc-0a1b2c3d" });
      }),
      [empty]: await newStack(rehearsal, "empty", async () => undefined),
    };
    const times = await previews(stacks, rounds);
    return [
      comparison(what, times[cluster] ?? [], byHand, times[byHand] ?? [], 1.2),
      floor(`the floor: a preview of ${group}`, times[group] ?? []),
      floor(`the floor: a preview of ${empty}`, times[empty] ?? []),
    ];
  } finally {
    await rehearsal.stop();
  }
}

async function previews(stacks: Record<string, Stack>, rounds: number): Promise<Times> {
  const times: Times = {};
  // The first one of each compiles the plugins' code for those that follow.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, stack] of Object.entries(stacks)) {
      const milliseconds = await timed(() => stack.preview({ color: "never" }));
      if (round > 0) record(times, name, milliseconds);
    }
  }
  return times;
}

async function recorded(rehearsal: Rehearsal, program: PulumiFn): Promise<Recording> {
  const recording: Recording = { resources: [], lookUps: [] };
  const stack = await newStack(
    rehearsal,
    "recorded",
    recordingLookUps(program, recording) as () => Promise<void>,
  );
  await recordResources(stack, recording);
  return recording;
}

function newStack(
  { folder, pulumiHome, environment }: Rehearsal,
  name: string,
  program: PulumiFn,
): Promise<Stack> {
  return createStack({ name, folder: path.join(folder, name), pulumiHome, environment, program });
}

function makeCluster({ mountPoint }: Rehearsal): void {
  new AwsAnalyticsCluster("analytics", {
    product: {
      profile: "apim-analytics-2.1.0",
      home: path.join(mountPoint, "wso2am-analytics-2.1.0"),
      distribution: sampleProduct,
    },
    database: { username: "wso2analytics", password: "a-password-of-the-product", tls: "off" },
  });
}
