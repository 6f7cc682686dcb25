import { describe, expect, it } from "vitest";
import { AnalyticsNode, DescriptionError, planDeployment } from "../../components";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { description } from "../support/description";
import { failureOf, run } from "../support/engineMocks";

describe("AnalyticsNode", () => {
  it("stages the files of a prepared cluster, and nothing more", async () => {
    const { revisions } = await planDeployment(description() as ClusterDescription);
    const args = { address: "10.0.1.10", home: "/opt/analytics", configuration: revisions[0] };
    const staged = await run(() => new AnalyticsNode("node", args));
    expect(staged.ofType("remote:Command").map(({ name }) => name)).toEqual(["node-stage"]);
  });

  it("is prepared from a right description only", async () => {
    const wrong = { ...(description() as ClusterDescription), nodes: [{ address: "0.0.0.0" }, {}] };
    wrong.product.home = "/opt/a b; rm -rf x";
    const error = await planDeployment(wrong as ClusterDescription).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DescriptionError);
    expect((error as DescriptionError).problems.map(({ place }) => place)).toEqual([
      "product.home",
      "nodes[1].address",
      "nodes[0].address",
    ]);
  });

  it.each(["/opt/analytics/", "opt", "/opt/with space", "/"])("refuses the home %j", async (home) => {
    const configuration = { digest: "0", files: [], extraEntries: {} };
    const error = await failureOf(
      () => new AnalyticsNode("node", { address: "10.0.1.10", home, configuration }),
    );
    expect(error.message).toMatch(/^node: 1 problem, nothing was changed\nhome: .*\(WA605\)$/);
  });
});
