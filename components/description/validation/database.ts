import { type DatabaseNamesDescription, GrantMode } from "../clusterDescription";
import { databaseRoles, defaultDatabaseNames } from "../databaseNames";
import type { Problem } from "../problem";
import { ProblemCode } from "../problemKinds";
import { AddressKind, addressKind } from "./addresses";
import type { DeepPartial, Known } from "./known";

/** Rules that compare the values of the databases with each other and with what the cluster allows. */
export function checkDatabase(known: Known): Problem[] {
  return [
    ...checkHosts(known),
    ...checkNames(known),
    ...checkClientHosts(known),
    ...checkUsers(known),
    ...checkSchemaUser(known),
    ...checkJdbcParameters(known),
    ...checkVerification(known),
  ];
}

/** The nodes dial these, each from its own host. */
function checkHosts(known: Known): Problem[] {
  if (known.description.allowLoopbackAddresses || known.isUnknown("allowLoopbackAddresses")) return [];
  const { database, statisticsDatabase } = known.description;
  const problems: Problem[] = [];
  for (const [place, host] of [
    ["database.host", database?.host],
    ["statisticsDatabase.host", statisticsDatabase?.host],
    ...(database?.clientHosts ?? []).map(
      (client, index) => [`database.clientHosts[${index}]`, client] as const,
    ),
  ] as const) {
    if (host === undefined || !isThisHost(host)) continue;
    problems.push({
      place,
      code: ProblemCode.UnsuitableAddress,
      problem: `${host} is a different host on each node`,
      remedy: "give a name or address that means the same everywhere; allowLoopbackAddresses is for one host",
    });
  }
  return problems;
}

function isThisHost(host: string): boolean {
  const kind = addressKind(host);
  return (
    host.toLowerCase() === "localhost" || kind === AddressKind.Loopback || kind === AddressKind.Unspecified
  );
}

/** Compared without regard to case: on many servers case makes no difference. */
function checkNames(known: Known): Problem[] {
  const { database, statisticsDatabase } = known.description;
  const names = usedNames(known);
  const problems = names.flatMap(({ place, name }, index) => {
    const other = names.slice(0, index).find((earlier) => isSame(earlier.name, name));
    if (other === undefined) return [];
    return [
      {
        place,
        code: ProblemCode.Duplicate,
        problem: `${name} is ${other.place} too`,
        remedy: "give each database its own name",
      },
    ];
  });
  const statistics = statisticsDatabase?.name;
  const sharesServer =
    statisticsDatabase?.enabled !== false && isSame(statisticsDatabase?.host, database?.host);
  const shared = sharesServer ? names.find(({ name }) => isSame(name, statistics)) : undefined;
  if (shared !== undefined) {
    const problem = `${statistics} is ${shared.place} too`;
    problems.push({
      place: "statisticsDatabase.name",
      code: ProblemCode.Duplicate,
      problem,
      remedy: "give each database its own name",
    });
  }
  return problems;
}

/** The names given and the defaults of the others, the given ones last: a problem is reported at one of them. */
function usedNames(known: Known): { place: string; name: string }[] {
  const given: DeepPartial<DatabaseNamesDescription> = known.description.database?.names ?? {};
  return databaseRoles
    .map((key) => {
      const place = `database.names.${key}`;
      const name = given[key];
      return {
        place,
        name: name ?? defaultDatabaseNames[key],
        isGiven: name !== undefined,
        isUnknown: known.isUnknown(place),
      };
    })
    .filter(({ isUnknown }) => !isUnknown)
    .sort((a, b) => Number(a.isGiven) - Number(b.isGiven));
}

function checkClientHosts({ description }: Known): Problem[] {
  const hosts = description.database?.clientHosts ?? [];
  return hosts.flatMap((host, index) => {
    const earlier = hosts.findIndex((other) => isSame(other, host));
    if (host === undefined || earlier === index) return [];
    return [
      {
        place: `database.clientHosts[${index}]`,
        code: ProblemCode.Duplicate,
        problem: `${host} is given twice`,
        remedy: "give it once",
      },
    ];
  });
}

/** A user that is made is also given its privileges, exactly, and deleted with the deployment. */
function checkUsers({ description }: Known): Problem[] {
  const { database } = description;
  const administrator = database?.administrator?.username;
  if (administrator === undefined) return [];
  const created = [
    ["database.username", database?.username],
    ["database.schema.username", database?.schema?.username],
  ] as const;
  return created
    .filter(([, username]) => username === administrator)
    .map(([place]) => ({
      place,
      code: ProblemCode.Duplicate,
      problem: `${administrator} is database.administrator.username too, and would lose its privileges`,
      remedy: "give another user, which is made for this alone",
    }));
}

/** In mode `least` the runtime user may not create the tables, so another one does. In the other mode there is none. */
function checkSchemaUser(known: Known): Problem[] {
  const { database } = known.description;
  const schema = database?.schema;
  if (known.isUnknown("database.grants")) return [];
  if ((database?.grants ?? GrantMode.Documented) === GrantMode.Documented) {
    return (["username", "password"] as const)
      .filter((key) => schema?.[key] !== undefined)
      .map((key) => ({
        place: `database.schema.${key}`,
        code: ProblemCode.NoEffect,
        problem: "would not be used: with the grants `documented` the runtime user makes the tables",
        remedy: "leave it out, or give database.grants: least",
      }));
  }
  if (schema?.username !== undefined && schema.username === database?.username) {
    const problem = `${schema.username} is database.username too`;
    return [
      {
        place: "database.schema.username",
        code: ProblemCode.Duplicate,
        problem,
        remedy: "give the tables a user of their own",
      },
    ];
  }
  const isNeeded = schema?.skip !== true && !known.isUnknown("database.schema.skip");
  const isBegun = schema?.username !== undefined || schema?.password !== undefined;
  if (!isNeeded && !isBegun) return [];
  const reason = isNeeded
    ? "is missing, and grants `least` let the runtime user make no tables"
    : "is missing";
  return (["username", "password"] as const).flatMap((key) => {
    const place = `database.schema.${key}`;
    if (schema?.[key] !== undefined || known.isUnknown(place)) return [];
    return [
      {
        place,
        code: ProblemCode.MissingCompanion,
        problem: reason,
        remedy: "give username and password, or schema.skip if the tables are there",
      },
    ];
  });
}

/** The stores write in batches, and Connector/J refuses a commit under auto-commit without this parameter. */
function checkJdbcParameters({ description }: Known): Problem[] {
  return (["database", "statisticsDatabase"] as const).flatMap((key) => {
    const value = description[key]?.jdbcParameters?.relaxAutoCommit;
    if (value === undefined || value === "true") return [];
    const place = `${key}.jdbcParameters.relaxAutoCommit`;
    return [
      {
        place,
        code: ProblemCode.Contradiction,
        problem: `must be "true" for the event stores`,
        remedy: "leave it out; it is always added",
      },
    ];
  });
}

/** With `caBundle` its trust store is what the certificate is verified with. */
function checkVerification({ description }: Known): Problem[] {
  const { caBundle, jdbcParameters } = description.database ?? {};
  if (caBundle === undefined) return [];
  const isOn = (value: string) => /^(true|yes)$/i.test(value);
  const contradicts: Record<string, (value: string) => boolean> = {
    useSSL: (value) => !isOn(value),
    verifyServerCertificate: (value) => !isOn(value),
    trustCertificateKeyStoreUrl: () => true,
    trustCertificateKeyStoreType: () => true,
    trustCertificateKeyStorePassword: () => true,
  };
  return Object.entries(contradicts).flatMap(([key, isWrong]) => {
    const value = jdbcParameters?.[key];
    if (value === undefined || !isWrong(value)) return [];
    const place = `database.jdbcParameters.${key}`;
    const problem = "keeps the certificates of database.caBundle from being used";
    return [{ place, code: ProblemCode.Contradiction, problem, remedy: "leave one of the two out" }];
  });
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one.toLowerCase() === other?.toLowerCase();
}
