import * as pulumi from "@pulumi/pulumi";
import { beforeEach, expect, it, vi } from "vitest";
import { AnalyticsCluster } from "../../components";
import * as validation from "../../components/product/validation/validate";
import * as distribution from "../../components/render/distribution/readDistribution";
import * as rendering from "../../components/render/renderCluster";
import { description } from "../support/description";
import { run } from "../support/engineMocks";

// Each is called as it is; only the calls are counted.
vi.mock("../../components/product/validation/validate", { spy: true });
vi.mock("../../components/render/distribution/readDistribution", { spy: true });
vi.mock("../../components/render/renderCluster", { spy: true });
beforeEach(() => vi.clearAllMocks());

const calls = () => ({
  validated: vi.mocked(validation.validate).mock.calls.length,
  rendered: vi.mocked(rendering.renderCluster).mock.calls.length,
  // Of the product; the scripts that make the tables are AnalyticsDatabases' own.
  read: vi
    .mocked(distribution.readDistribution)
    .mock.calls.filter(([, paths]) => paths.some((path) => path.endsWith("axis2.xml"))).length,
});

it("a description of plain values is validated, read and rendered once", async () => {
  await run(() => new AnalyticsCluster("analytics", description()));
  expect(calls()).toEqual({ validated: 1, rendered: 1, read: 1 });
});

it("one with secrets of the configuration is read and rendered once, and validated again when they are known", async () => {
  const { database, ...others } = description();
  const password = pulumi.secret(database.password);
  await run(() => new AnalyticsCluster("analytics", { ...others, database: { ...database, password } }));
  expect(calls()).toEqual({ validated: 2, rendered: 1, read: 1 });
});

it("one with an address that a resource makes is tried before, and prepared when it is known", async () => {
  const address = pulumi.output(new Promise<string>((resolve) => setTimeout(resolve, 50, "10.0.1.10")));
  const { nodes, ...others } = description();
  const [first, second] = nodes;
  if (first === undefined || second === undefined) throw new Error("there are two nodes");
  await run(() => new AnalyticsCluster("analytics", { ...others, nodes: [{ ...first, address }, second] }));
  expect(calls()).toMatchObject({ rendered: 2, read: 2 });
});
