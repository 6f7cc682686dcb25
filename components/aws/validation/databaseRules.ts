import { driverUpdate, type Problem, ProblemCode } from "../../description";
import { defaultMasterUsername, stripedFrom } from "../databaseDefaults";
import { DatabaseTls } from "../databaseTls";
import type { KnownAws } from "./awsRules";
import { checkExisting } from "./existingDatabase";
import { checkWindows } from "./windows";

/** Rules that compare arguments about the database with each other. */
export function checkDatabase(known: KnownAws): Problem[] {
  if (known.args.database?.existing !== undefined) return [...checkTls(known), ...checkExisting(known)];
  return [...checkTls(known), ...checkInstance(known), ...checkStorage(known), ...checkDriver(known)];
}

function checkTls({ args, isUnknown }: KnownAws): Problem[] {
  const { tls = DatabaseTls.Verified, caBundle } = args.database ?? {};
  const isKnown = !isUnknown("database.caBundle") && !isUnknown("database.tls");
  if (tls !== DatabaseTls.Verified || caBundle !== undefined || !isKnown) return [];
  const remedy =
    "download https://truststore.pki.rds.amazonaws.com/<region>/<region>-bundle.pem and give its path, or set tls to encrypted";
  const problem = "is missing, and tls `verified` needs the certificates of RDS";
  return [{ place: "database.caBundle", code: ProblemCode.MissingCompanion, problem, remedy }];
}

function checkInstance({ args, isUnknown }: KnownAws): Problem[] {
  const { database = {} } = args;
  const { engineVersion, masterUsername = defaultMasterUsername } = database;
  const problems: Problem[] = [];
  const refuse = (key: string, code: ProblemCode, problem: string, remedy: string) =>
    problems.push({ place: `database.${key}`, code, problem, remedy });
  if (engineVersion !== undefined && !engineVersion.startsWith("8.4") && database.extendedSupport !== true) {
    refuse(
      "engineVersion",
      ProblemCode.RdsSetting,
      `MySQL ${engineVersion} is past its standard support on RDS`,
      "give 8.4, or set extendedSupport, which AWS charges for",
    );
  }
  if (database.masterPassword !== undefined && database.manageMasterSecret) {
    refuse(
      "masterPassword",
      ProblemCode.Contradiction,
      "is given with manageMasterSecret",
      "give one of the two",
    );
  }
  if (
    database.allowMajorVersionUpgrade &&
    !database.applyImmediately &&
    !isUnknown("database.applyImmediately")
  ) {
    refuse(
      "allowMajorVersionUpgrade",
      ProblemCode.MissingCompanion,
      "is given without applyImmediately, and the update could not delete the parameter group of the old version",
      "set applyImmediately too, and run the update when the database may be down",
    );
  }
  problems.push(...checkWindows(database));
  if (database.username === masterUsername && !isUnknown("database.masterUsername")) {
    refuse(
      "username",
      ProblemCode.Duplicate,
      `${masterUsername} is the master user`,
      "give the product a user of its own",
    );
  }
  return problems;
}

function checkStorage({ args, isUnknown }: KnownAws): Problem[] {
  const { allocatedStorage = 100, maxAllocatedStorage = 500, iops, storageThroughput } = args.database ?? {};
  if (isUnknown("database.allocatedStorage")) return [];
  const problems: Problem[] = [];
  const least = Math.ceil(allocatedStorage * 1.1);
  if (!isUnknown("database.maxAllocatedStorage") && maxAllocatedStorage < least) {
    problems.push({
      place: "database.maxAllocatedStorage",
      code: ProblemCode.RdsSetting,
      problem: `${maxAllocatedStorage} is not a tenth more than allocatedStorage ${allocatedStorage}, as RDS demands`,
      remedy: `give ${least} or more`,
    });
  }
  for (const [key, value] of Object.entries({ iops, storageThroughput })) {
    if (value === undefined || allocatedStorage >= stripedFrom) continue;
    problems.push({
      place: `database.${key}`,
      code: ProblemCode.RdsSetting,
      problem: `is given, and RDS takes it from ${stripedFrom} GiB on only`,
      remedy: `leave it out, or give ${stripedFrom} GiB`,
    });
  }
  if (
    storageThroughput !== undefined &&
    storageThroughput * 4 > (iops ?? 12000) &&
    !isUnknown("database.iops")
  ) {
    problems.push({
      place: "database.storageThroughput",
      code: ProblemCode.RdsSetting,
      problem: `${storageThroughput} is more than a quarter of iops`,
      remedy: `give ${storageThroughput * 4} iops or less throughput`,
    });
  }
  return problems;
}

/** MySQL has no query_cache_size since 8.0.3, for which older drivers ask. */
function checkDriver({ args, isUnknown }: KnownAws): Problem[] {
  const { engineVersion } = args.database ?? {};
  if (isUnknown("database.engineVersion") || engineVersion?.startsWith("5.")) return [];
  const driver = args.product?.jdbcDriver ?? {};
  return (["file", "url"] as const).flatMap((key) => {
    const update = driverUpdate(driver[key] ?? "");
    if (update === undefined || update >= 47) return [];
    const problem = `Connector/J 5.1.${update} does not work with MySQL 8`;
    return [
      {
        place: `product.jdbcDriver.${key}`,
        code: ProblemCode.RdsSetting,
        problem,
        remedy: "give 5.1.47 or later, such as 5.1.49",
      },
    ];
  });
}
