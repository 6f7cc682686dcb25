import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { AwsAnalyticsClusterArgs } from "../../components/aws";
import { mockedNetwork } from "../../tools/bench/mockedAws";

export const distribution = path.resolve(__dirname, "../../tools/sample-product");
export const caBundle = path.resolve(__dirname, "certificates.pem");

/** A deployment in a network of the user's. */
export function awsDescription(): AwsAnalyticsClusterArgs {
  return {
    product: { profile: "apim-analytics-2.1.0", home: "/opt/wso2/wso2am-analytics-2.1.0", distribution },
    ...mockedNetwork(),
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
