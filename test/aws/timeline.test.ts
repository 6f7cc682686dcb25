import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { AwsAnalyticsCluster } from "../../components/aws";
import { awsDescription } from "./awsDescription";
import { runAws } from "./awsMocks";

const quietMilliseconds = 2000;

interface Monitor {
  registerResource(request: { getType(): string; getName(): string }, callback: unknown): Promise<void>;
}

/** What is registered although RDS is not there yet: until nothing more comes, it is being created. */
function registeredBesideRds(): string[] {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  const beside: string[] = [];
  let isThere = false;
  let last = performance.now();
  monitor.registerResource = async (request, callback) => {
    last = performance.now();
    if (!isThere) beside.push(request.getName());
    if (request.getType() === "aws:rds/instance:Instance") {
      while (performance.now() - last < quietMilliseconds) await new Promise((wake) => setTimeout(wake, 50));
      isThere = true;
    }
    return register(request, callback);
  };
  return beside;
}

it("the VMs are made and prepared while RDS is created", async () => {
  let beside: string[] = [];
  const { resources } = await runAws(() => {
    beside = registeredBesideRds();
    new AwsAnalyticsCluster("analytics", awsDescription());
  });
  for (const vm of ["analytics-vm1", "analytics-vm2"]) {
    expect(beside).toEqual(expect.arrayContaining([vm, `${vm}-data`, `${vm}-ready`]));
  }
  expect(resources.map(({ name }) => name)).toContain("analytics-cluster-node1-prepare");
});
