import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { AwsAnalyticsCluster, type AwsAnalyticsClusterArgs } from "../../components/aws";
import { awsDescription } from "../aws/awsDescription";
import { runAws } from "../aws/awsMocks";
import {
  actionOf,
  actionsOf,
  allows,
  permissionsOf,
  policyDocument,
  policyNames,
  policyText,
} from "./deployerPolicy";
import { lifecycleRequests, lookUpRequests, type RecordedRequest } from "./recordedRequests";

type Args = AwsAnalyticsClusterArgs;
type Change = (args: Args) => Args;

const existingKey = { keyName: "operators", agentSocketPath: "/tmp/agent" };
const existing = { host: "db.internal", securityGroupId: "sg-0a1b2c3d" };

/** What each feature does to the smallest deployment, which has an existing key pair and an existing database. */
const features: Record<string, Change> = {
  "key-pair": (args) => ({ ...args, ssh: {} }),
  "public-address": (args) => ({
    ...args,
    bastion: { subnetId: "subnet-0a000003" },
    nodes: [{ publicAddress: true }, { publicAddress: true }],
  }),
  database: withNewDatabase,
};

/** What each feature of a new database does to it. */
const ofDatabase: Record<string, Change> = {
  "managed-secret": (args) => ({ ...args, database: { ...args.database, manageMasterSecret: true } }),
  monitoring: (args) => ({ ...args, database: { ...args.database, monitoringSeconds: 60 } }),
  snapshots: (args) => ({
    ...args,
    database: { ...args.database, snapshotIdentifier: "other-final" },
    nodes: [{ dataVolumeSnapshotId: "snap-0a1b2c3d" }, {}],
  }),
};

const smallest = (): Args => {
  const args = awsDescription();
  return { ...args, ssh: existingKey, database: { ...args.database, existing } };
};

function withNewDatabase({ database: { existing: _, ...database }, ...args }: Args): Args {
  return { ...args, database };
}

async function requestsOf(args: Args): Promise<RecordedRequest[]> {
  const { resources, calls, errors } = await runAws(() => {
    new AwsAnalyticsCluster("analytics", args);
  });
  expect(errors.map(({ message }) => message)).toEqual([]);
  const ofAws = resources.filter(({ type }) => type.startsWith("aws:"));
  const requests = await Promise.all([...ofAws.map(lifecycleRequests), ...calls.map(lookUpRequests)]);
  return requests.flat();
}

/** What the documents do not allow of what a deployment asks. */
async function denied(args: Args, names: readonly string[]): Promise<string[]> {
  const documents = names.map(policyDocument);
  const wanted = (await requestsOf(args)).flatMap(permissionsOf);
  expect(wanted.length).toBeGreaterThan(100);
  const refused = wanted.filter((permission) => !allows(documents, permission));
  return [...new Set(refused.map(({ action, resource }) => `${action} on ${resource}`))];
}

describe("the deployer's policy", () => {
  it("of a deployment lets it be made, read, changed and deleted, and lets it look around", async () => {
    expect(await denied(smallest(), ["deployment"])).toEqual([]);
    const { subnetIds: _, ...inDefaultVpc } = withNewDatabase(smallest());
    expect(await denied(inDefaultVpc, ["deployment", "database"])).toEqual([]);
    const toList = { ...smallest(), access: { console: { list: { prefixListId: "pl-0a1b2c3d" } } } };
    expect(await denied(toList, ["deployment"])).toEqual([]);
  });

  it.each(Object.entries(features))("of a feature is what it needs besides: %s", async (name, change) => {
    expect(await denied(change(smallest()), ["deployment", name])).toEqual([]);
    expect(await denied(change(smallest()), ["deployment"])).not.toEqual([]);
  });

  it.each(Object.entries(ofDatabase))("of a feature of the database, too: %s", async (name, change) => {
    const args = change(withNewDatabase(smallest()));
    expect(await denied(args, ["deployment", "database", name])).toEqual([]);
    expect(await denied(args, ["deployment", "database"])).not.toEqual([]);
  });

  it("covers every call that the rehearsal can make", () => {
    const granted = new Set(policyNames().flatMap((name) => actionsOf(policyDocument(name))));
    const calls = rehearsedActions();
    expect(calls.length).toBeGreaterThan(70);
    expect(calls.filter((action) => !granted.has(action))).toEqual([]);
  });

  it("has nothing else than what the rehearsal needs, and what docs/aws.md gives a reason for", async () => {
    const everything = { ...features, ...ofDatabase };
    const all = Object.values(everything).reduce((args, change) => change(args), smallest());
    const needed = new Set([
      ...rehearsedActions(),
      ...(await requestsOf(all)).flatMap(permissionsOf).map(({ action }) => action),
    ]);
    const granted = new Set(policyNames().flatMap((name) => actionsOf(policyDocument(name))));
    const rest = [...granted].filter((action) => !needed.has(action)).sort();
    expect(rest).toEqual(explainedActions());
  });

  it.each(policyNames())("is a document that IAM takes: %s", (name) => {
    const { Version, Statement: statements } = policyDocument(name);
    expect(Version).toBe("2012-10-17");
    // Of a managed policy, without white space. (IAM User Guide, "IAM and AWS STS quotas")
    expect(policyText(name).replaceAll(/\s/g, "").length).toBeLessThanOrEqual(6144);
    for (const { Effect, Resource } of statements) {
      expect(Effect).toBe("Allow");
      for (const resource of [Resource].flat()) expect(resource).toMatch(/^(\*|arn:aws:[\w-]+:\*?:\*?:.+)$/);
    }
  });

  it("is found in docs/aws.md, each document by its name", () => {
    const links = readFileSync("docs/aws.md", "utf8").matchAll(/\(iam\/([\w-]+)\.json\)/g);
    expect([...links].map(([, name]) => name).sort()).toEqual(policyNames().sort());
  });
});

/** Of every command that the offline plugin imports, for its resources and look-ups. */
function rehearsedActions(): string[] {
  const folder = "tools/plugins/aws";
  const services: Record<string, string> = {
    "cloudwatch-logs": "logs",
    ec2: "ec2",
    iam: "iam",
    rds: "rds",
    "secrets-manager": "secretsmanager",
    ssm: "ssm",
  };
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts") && file !== "awsCommands.ts");
  const actions = files.flatMap((file) => {
    const imports = readFileSync(`${folder}/${file}`, "utf8").matchAll(
      /import \{([^}]*)\} from "@aws-sdk\/client-([\w-]+)"/g,
    );
    return [...imports].flatMap(([, names = "", client = ""]) =>
      [...names.matchAll(/(?<!type )\b(\w+)Command\b/g)].map(([, operation = ""]) =>
        actionOf(services[client] ?? "unknown", operation),
      ),
    );
  });
  return [...new Set(actions)].sort();
}

/** In the table of docs/aws.md. */
function explainedActions(): string[] {
  const rows = readFileSync("docs/aws.md", "utf8").matchAll(/^\| ((?:`\w+:\w+`(?:, )?)+) \| .+ \|$/gm);
  return [...rows].flatMap(([, cell = ""]) => cell.replaceAll("`", "").split(", ")).sort();
}
