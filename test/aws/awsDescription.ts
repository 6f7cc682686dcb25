import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { AwsAnalyticsClusterArgs } from "../../components/aws";

export const distribution = path.resolve(__dirname, "../../tools/sample-product");
export const caBundle = path.resolve(__dirname, "certificates.pem");

/** A deployment in a network of the user's. */
export function awsDescription(): AwsAnalyticsClusterArgs {
  return {
    product: { profile: "apim-analytics-2.1.0", home: "/opt/wso2/wso2am-analytics-2.1.0", distribution },
    subnetIds: ["subnet-0a000001", "subnet-0b000002"],
    access: {
      publishers: { gateways: { securityGroupId: "sg-0a1b2c3d" } },
      console: { office: { cidr: "10.20.0.0/16" } },
      ssh: { deployer: { cidr: "10.0.9.0/24" } },
      databaseClients: { deployer: { cidr: "10.0.9.0/24" } },
    },
    clustering: { groupPassword: "group-secret" },
    statisticsDatabase: {
      host: "stats.internal",
      name: "WSO2AM_STATS_DB",
      username: "stats",
      password: "statistics-secret",
    },
    database: { username: "wso2analytics", password: "runtime-secret", caBundle },
  };
}

/** An empty folder that goes with the machine. */
export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), "aws-test-"));
}

export function output(program: string, args: readonly string[]): string {
  return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
