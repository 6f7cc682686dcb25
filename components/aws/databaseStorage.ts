import * as pulumi from "@pulumi/pulumi";
import type { AwsDatabaseArgs } from "./awsDatabaseArgs";
import { stripedFrom } from "./databaseDefaults";

/**
 * From 400 GiB on RDS stripes gp3 over four volumes, with at least 12000 operations and 500 MiB a second; below, it takes
 * neither number. What is declared is sent along by a change that crosses the limit; without it the provider sends the
 * 3000 operations from before, which RDS refuses (dbInstancePopulateModify in internal/service/rds/instance.go).
 */
export function databaseStorage({
  allocatedStorage = 100,
  maxAllocatedStorage = 500,
  iops,
  storageThroughput,
}: AwsDatabaseArgs) {
  const fromStripes = (given: pulumi.Input<number> | undefined, least: number) =>
    pulumi
      .all([allocatedStorage, given])
      .apply(([size, value]) => (size < stripedFrom ? undefined : (value ?? least))) as pulumi.Output<number>;
  return {
    storageType: "gp3",
    allocatedStorage,
    maxAllocatedStorage,
    iops: fromStripes(iops, 12000),
    storageThroughput: fromStripes(storageThroughput, 500),
  };
}
