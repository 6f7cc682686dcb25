import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { RDSClient } from "@aws-sdk/client-rds";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import { checkRequests } from "./model/checkRequests";

/** The services in one region. */
export interface AwsClients {
  region: string;
  ec2: EC2Client;
  iam: IAMClient;
  logs: CloudWatchLogsClient;
  rds: RDSClient;
  secrets: SecretsManagerClient;
  ssm: SSMClient;
}

/** Clients for each region, all of the one endpoint that AWS_ENDPOINT_URL names, which must be on this machine. */
export function awsClients(): (region: string) => AwsClients {
  const byRegion = new Map<string, AwsClients>();
  return (region) => {
    const known = byRegion.get(region);
    if (known !== undefined) return known;
    const made = makeClients(region, localEndpoint(process.env.AWS_ENDPOINT_URL));
    byRegion.set(region, made);
    return made;
  };
}

/** The plugin knows a slice of AWS and enforces a part of its rules: it must never work on a real account. */
export function localEndpoint(url: string | undefined): string {
  if (url !== undefined && /^http:\/\/(127(\.\d+){3}|localhost|\[::1\]):\d+\/?$/.test(url)) return url;
  throw new Error(
    `the offline aws plugin rehearses on this machine only, but AWS_ENDPOINT_URL is ${url ?? "not set"}; ` +
      "set it to a moto server on 127.0.0.1, or use the real plugin",
  );
}

function makeClients(region: string, endpoint: string): AwsClients {
  const credentials = { accessKeyId: "rehearsal", secretAccessKey: "rehearsal" };
  const settings = { region, endpoint, credentials };
  return {
    region,
    ec2: checkRequests("ec2", new EC2Client(settings)),
    iam: checkRequests("iam", new IAMClient(settings)),
    logs: checkRequests("logs", new CloudWatchLogsClient(settings)),
    rds: checkRequests("rds", new RDSClient(settings)),
    secrets: new SecretsManagerClient(settings),
    ssm: checkRequests("ssm", new SSMClient(settings)),
  };
}
