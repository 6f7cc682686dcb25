import { host, type Problem, ProblemCode, quoted, type Rule } from "../../description";
import type { AwsDatabaseArgs, DatabaseUseKeys } from "../awsDatabaseArgs";
import type { KnownAws } from "./awsRules";

/** The endpoint of an existing MySQL that takes writes, whichever of its servers is the primary. */
export const endpoint: Rule<string> = (value) => {
  const [, url] = /^\w+:(?:\w+:)?\/\/([^/:]+)/.exec(value) ?? [];
  if (url !== undefined) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} is a URL`,
      remedy: `give the host alone: ${url}`,
    };
  }
  const [, name, port] = /^([^:]+):(\d+)$/.exec(value) ?? [];
  if (name !== undefined) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} has a port`,
      remedy: `give ${name}, and ${port} as port beside it`,
    };
  }
  const [, kind] = /\.(cluster-ro|cluster-custom)-[^.]+\.[^.]+\.rds\.amazonaws\.com/i.exec(value) ?? [];
  if (kind !== undefined) {
    const endpoint = kind.toLowerCase() === "cluster-ro" ? "reader" : "custom";
    const problem = `${value} is a ${endpoint} endpoint of Aurora, which leads to servers that take no writes`;
    return {
      code: ProblemCode.RdsSetting,
      problem,
      remedy: "give the cluster endpoint, <cluster>.cluster-<id>.<region>.rds.amazonaws.com",
    };
  }
  return host(value);
};

const leaveOut = "leave it out";

/** The arguments of a new instance, each with its remedy. */
const ofNewInstance: Record<Exclude<keyof AwsDatabaseArgs, DatabaseUseKeys>, string> = {
  engineVersion: leaveOut,
  instanceClass: leaveOut,
  allocatedStorage: leaveOut,
  maxAllocatedStorage: leaveOut,
  iops: leaveOut,
  storageThroughput: leaveOut,
  multiAz: leaveOut,
  backupRetentionDays: leaveOut,
  backupWindow: leaveOut,
  maintenanceWindow: leaveOut,
  allowMajorVersionUpgrade: leaveOut,
  applyImmediately: leaveOut,
  maxConnections: "leave it out, and set max_connections in the parameter group of the existing one",
  masterUsername: "give database.existing.administrator.username",
  masterPassword: "give database.existing.administrator.password",
  manageMasterSecret: "give database.existing.administrator, with the password that Secrets Manager has",
  extendedSupport: leaveOut,
  logRetentionDays: leaveOut,
  performanceInsights: leaveOut,
  monitoringSeconds: leaveOut,
  kmsKeyId: leaveOut,
  snapshotIdentifier: "leave it out; to restore a snapshot, leave out database.existing",
  subnetIds: leaveOut,
};

/** Rules about a database that exists. */
export function checkExisting({ args, isUnknown }: KnownAws): Problem[] {
  const { database = {}, access } = args;
  const { existing } = database;
  if (existing === undefined) return [];
  const isGiven = (place: string, value: unknown) => value !== undefined || isUnknown(place);
  const problems = Object.entries(ofNewInstance).flatMap(([key, remedy]): Problem[] => {
    const place = `database.${key}`;
    if (!isGiven(place, database[key as keyof typeof ofNewInstance])) return [];
    return [
      {
        place,
        code: ProblemCode.NoEffect,
        problem: "is for a new RDS instance, and database.existing names one that exists",
        remedy,
      },
    ];
  });
  if (isGiven("access.databaseSecurityGroupId", access?.databaseSecurityGroupId)) {
    problems.push({
      place: "access.databaseSecurityGroupId",
      code: ProblemCode.Contradiction,
      problem: "is given with database.existing, which has a group of its own",
      remedy: "leave it out; the rules go to database.existing.securityGroupId",
    });
  }
  const hasLogin = isGiven("database.existing.administrator", existing.administrator);
  if (database.administrator !== undefined && !hasLogin) {
    problems.push({
      place: "database.administrator",
      code: ProblemCode.NoEffect,
      problem: "has no effect, as nothing is made in MySQL without database.existing.administrator",
      remedy: "give that one too, or leave this out",
    });
  }
  // A proxy lets in the users that its secrets name, and no others. (RDS User Guide, "Database credentials for RDS Proxy")
  if (hasLogin && /\.proxy-[^.]+\.[^.]+\.rds\.amazonaws\.com/i.test(existing.host ?? "")) {
    problems.push({
      place: "database.existing.host",
      code: ProblemCode.RdsSetting,
      problem: `${existing.host} is an RDS Proxy, which does not let in the users that are made`,
      remedy:
        "give the endpoint of the database behind it, or make the users yourself and leave out administrator",
    });
  }
  return problems;
}
