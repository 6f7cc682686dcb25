import * as pulumi from "@pulumi/pulumi";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { supportsHooks } from "./hooks";
import { runError } from "./throwProblems";

/** The oldest Pulumi CLI that runs a deployment: before it, error hooks are unknown. */
export const oldestCli = "3.218.0";

/** gRPC's code of an error that the engine has made itself, such as the one about its version. */
const unknownCode = 2;

/**
 * Resolves when the CLI that runs this program is new enough; at once under mocks, which have none.
 *
 * @throws RunError at once if this program has two copies of the SDK, later if the CLI is too old
 */
export function requireEngine(name: string): Promise<void> {
  requireOneSdk(name);
  return requireCli(name);
}

/**
 * The copies of an inline program share one client of the engine, which takes the messages of its own copy only: "Expected
 * argument of type RegisterResourceRequest". Under `pulumi up` each copy has a client, and two of them work.
 */
function requireOneSdk(name: string): void {
  const monitor: unknown = pulumi.runtime.getMonitor();
  if (monitor === undefined || !supportsHooks() || monitor instanceof ResourceMonitorClient) return;
  throw runError(
    `${name}: this program has two copies of @pulumi/pulumi, and pulumi-wso2-analytics uses ${require.resolve("@pulumi/pulumi")}; ` +
      "keep one (`npm ls @pulumi/pulumi` or `pnpm why @pulumi/pulumi` lists them)",
  );
}

async function requireCli(name: string): Promise<void> {
  try {
    await pulumi.requirePulumiVersion(`>=${oldestCli}`);
  } catch (error) {
    const { code, details, message } = error as Error & { code?: number; details?: string };
    // Any other code says that the engine was not asked, because it is gone for example.
    if (code !== undefined && code !== unknownCode) throw error;
    throw runError(
      `${name}: the Pulumi CLI ${oldestCli} or newer is needed (${details ?? message}); install a newer one and run this again`,
    );
  }
}
