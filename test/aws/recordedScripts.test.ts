import * as pulumi from "@pulumi/pulumi";
import { expect, it, vi } from "vitest";
import { AwsAnalyticsCluster } from "../../components/aws";
import type { RolloutArgs } from "../../components/rollout/rollout";
import { awsDescription } from "./awsDescription";
import { runAws } from "./awsMocks";

const rollouts = vi.hoisted((): RolloutArgs[] => []);

vi.mock("../../components/rollout", async (importOriginal) => {
  const room = await importOriginal<typeof import("../../components/rollout")>();
  return {
    ...room,
    createRollout: (...args: Parameters<typeof room.createRollout>) => {
      rollouts.push(args[1]);
      return room.createRollout(...args);
    },
  };
});

it("runs the first script of a VM again in the rollout, where it did not end, and before all others", async () => {
  const first: string[] = [];
  const run = await runAws(() => {
    new AwsAnalyticsCluster("analytics", awsDescription());
    for (const [script] of rollouts[0]?.recorded ?? []) {
      pulumi.output(script?.script).apply((text) => first.push(text ?? ""));
    }
  });
  expect(run.errors).toEqual([]);
  expect(first).toEqual([
    expect.stringContaining("\ninstance analytics-vm1-id/"),
    expect.stringContaining("\ninstance analytics-vm2-id/"),
  ]);
});
