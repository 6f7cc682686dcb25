import { describe, expect, it } from "vitest";
import { type DeploymentPlan, planDeployment } from "../../components/cluster/deploymentPlan";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { argumentChanges } from "../../tools/generate/changeTable";
import { readLibrary } from "../../tools/generate/library";
import { sampleProductFolder } from "../support/sampleProduct";
import { sampleOf } from "./argumentSamples";

const onHosts = argumentChanges(readLibrary().cluster.args);

describe("a change does what the docstring says", () => {
  it.each(onHosts.filter(({ path }) => sampleOf(path) !== undefined))(
    "$path: $change",
    async ({ path, change }) => {
      const { before, after } = sampleOf(path) ?? never();
      expect(effect(await prepared(before), await prepared(after))).toBe(change);
    },
  );
});

/** What the nodes do when the first becomes the second. */
function effect(before: DeploymentPlan, after: DeploymentPlan): string {
  const [old, wanted] = [before, after].map(({ revisions }) =>
    revisions.map(({ extraEntries }) => extraEntries.together),
  );
  if (String(old) !== String(wanted)) return "refused";
  if (digests(before) !== digests(after)) return "restart";
  return JSON.stringify([before.preparations, before.carbonApps]) ===
    JSON.stringify([after.preparations, after.carbonApps])
    ? "nothing"
    : "in place";
}

function digests({ revisions }: DeploymentPlan): string {
  return revisions.map(({ digest }) => digest).join();
}

function prepared(description: ClusterDescription): Promise<DeploymentPlan> {
  return planDeployment({
    ...description,
    product: { ...description.product, distribution: sampleProductFolder },
  });
}

function never(): never {
  throw new Error("there is a sample");
}
