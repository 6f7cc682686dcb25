/** How a strict program of today is compiled; the package's own declarations are checked with it. */
export const compilerOptions = {
  target: "es2023",
  module: "nodenext",
  moduleResolution: "nodenext",
  types: ["node"],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
};

/**
 * A program that imports the package and previews a deployment of its own. It is no file of this repository's
 * sources, because the package's name leads to the package only where it is installed.
 */
export const program = `
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { AnalyticsCluster, type AnalyticsClusterArgs, GrantMode } from "pulumi-wso2-analytics";

const { DISTRIBUTION: distribution = "" } = process.env;

const args: AnalyticsClusterArgs = {
  product: { profile: "apim-analytics-2.1.0", home: "/opt/wso2am-analytics-2.1.0", distribution },
  nodes: [{ address: "10.0.1.10" }, { address: "10.0.2.10" }],
  database: {
    host: "10.0.3.10",
    username: "wso2analytics",
    password: "only-previewed",
    grants: GrantMode.Documented,
    administrator: { username: "admin", password: "only-previewed" },
  },
  rollout: { observeInPreviews: false },
};

async function deploy() {
  const { connection, receiverUrls } = new AnalyticsCluster("analytics", args);
  return { connection, receiverUrls };
}

async function main(): Promise<void> {
  const stack = await LocalWorkspace.createOrSelectStack({
    stackName: "preview",
    projectName: "consumer",
    program: deploy,
  });
  const { changeSummary } = await stack.preview();
  process.stdout.write(JSON.stringify(changeSummary));
}

main().catch((error: unknown) => {
  process.stderr.write(String(error));
  process.exitCode = 1;
});
`;

/** The same as an ECMAScript module without types. */
export const plainModule = program
  .replace('"@pulumi/pulumi/automation"', '"@pulumi/pulumi/automation/index.js"')
  .replaceAll(/ type AnalyticsClusterArgs,|: (AnalyticsClusterArgs|Promise<void>|unknown)/g, "");

/** Only compiled: @pulumi/aws is not installed beside it. */
export const awsProgram = `
import { AwsAnalyticsCluster, type AwsAnalyticsClusterArgs } from "pulumi-wso2-analytics/aws";

export const make = (args: AwsAnalyticsClusterArgs) => new AwsAnalyticsCluster("analytics", args).receiverUrls;
`;
