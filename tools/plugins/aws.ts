import { awsClients } from "./aws/awsClients";
import { type AwsProvider, awsResource } from "./aws/awsResource";
import { lookUps } from "./aws/lookUps";
import { resources } from "./aws/resources";
import type { CheckFailure, Plugin } from "./protocol/plugin";
import { ChangeKind } from "./protocol/propertyDiff";
import { isUnknown, type PropertyMap, sameValue } from "./protocol/propertyValue";
import { servePlugin } from "./protocol/server";

/** The slice of pulumi-resource-aws that the library uses, on a moto server of this machine. */
function awsPlugin(): Plugin {
  let region = environmentRegion();
  const provider: AwsProvider = { clients: awsClients(), region: () => region };
  return {
    name: "aws",
    version: "7.48.0",
    resources: Object.fromEntries(
      Object.entries(resources).map(([type, resource]) => [type, awsResource(type, resource, provider)]),
    ),
    functions: lookUps(provider),
    checkConfiguration: (inputs) => ({ inputs, failures: configurationFailures(inputs) }),
    diffConfiguration(olds, news) {
      const changed = !sameValue(olds.region, news.region);
      const changes = new Map(changed ? [["region", ChangeKind.Update] as const] : []);
      return { changes, replaces: changed ? ["region"] : [] };
    },
    configure(inputs) {
      if (typeof inputs.region === "string" && !isUnknown(inputs.region)) region = inputs.region;
    },
  };
}

function environmentRegion(): string {
  return process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || "us-east-1";
}

/** What only matters to a real account is ignored; what would change the resources is refused. */
const ignored: readonly string[] = ["accessKey", "secretKey", "token", "profile", "version"];

function configurationFailures(inputs: PropertyMap): CheckFailure[] {
  return Object.keys(inputs)
    .filter((name) => name !== "region" && !ignored.includes(name) && !name.startsWith("skip"))
    .map((property) => ({
      property,
      reason: `the offline aws plugin has no ${property}; use the real plugin`,
    }));
}

void servePlugin(awsPlugin(), process.argv[2] ?? "");
