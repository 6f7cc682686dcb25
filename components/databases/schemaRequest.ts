import {
  type ClusterDescription,
  type DatabaseDescription,
  DescriptionError,
  databaseNames,
  GrantMode,
  ProblemCode,
} from "../description";
import {
  base64,
  databaseLogin,
  loginLine,
  RemoteScript,
  type RequestLine,
  rerunTrigger,
  scriptWithRequest,
} from "../node";
import { findProfile, type ProductFiles, type ProductProfile, schemaRoles } from "../product";
import { identifyProduct } from "../render";
import { schemaNames } from "./schemaScript";

/** A script of the distribution for one database. */
interface Script {
  path: string;
  database: string;
  /** For which servers; the node asks the server for its version. `zero-dates`: for any, in a session that allows them. */
  variant: "any" | "before-5.7" | "from-5.7" | "zero-dates";
}

/**
 * What a node runs to make the tables: the distribution's scripts for the user and registry databases, then the further
 * ones asked for.
 */
export async function schemaRequest(description: ClusterDescription): Promise<string> {
  const { database, product } = description;
  const location = product.distribution ?? "";
  const { profile, distribution } = await identifyProduct(
    location,
    findProfile(product.profile),
    (candidate) => scriptsOf(description, candidate).map(({ path }) => path),
  );
  const scripts = scriptsOf(description, profile);
  const lines = scripts.map((script): RequestLine => {
    const sql = distribution.get(script.path);
    const names = namesInEveryVariant(script, scripts, distribution);
    if (sql === undefined || names.length === 0) {
      throw new DescriptionError([
        {
          place: `product.distribution ${script.path}`,
          code: ProblemCode.UnexpectedContent,
          problem: sql === undefined ? "is not in the distribution" : "makes no tables",
          remedy: "give the whole distribution of the product, or skip the tables with database.schema.skip",
        },
      ]);
    }
    return ["script", script.database, script.variant, names.join(","), base64(sql, "latin1")];
  });
  const packages: RequestLine[] = description.installPackages ? [["packages"]] : [];
  const again = rerunTrigger({ rerunTrigger: description.rerunTrigger ?? "" });
  return scriptWithRequest(RemoteScript.Schema, [...packages, login(database), ...lines, again]);
}

/**
 * What tells that a script has run. The scripts for older and newer servers call two indexes differently, and a server
 * can have been upgraded since its tables were made: those two tell nothing.
 */
function namesInEveryVariant(
  script: Script,
  scripts: readonly Script[],
  distribution: ReadonlyMap<string, string>,
): string[] {
  const isVariant = (other: Script) => other.database === script.database && other.variant.endsWith("5.7");
  const variants = !script.variant.endsWith("5.7") ? [script] : scripts.filter(isVariant);
  const [first = [], ...others] = variants.map(({ path }) => schemaNames(distribution.get(path) ?? ""));
  return first.filter((name) => others.every((names) => names.includes(name)));
}

function scriptsOf({ database }: ClusterDescription, { files }: ProductProfile): Script[] {
  const names = databaseNames(database);
  const own = schemaRoles.flatMap((role) => scriptsFor(files, names[role]));
  const further = (database.schema?.furtherScripts ?? []).map(
    ({ path, database: role }): Script => ({ path, database: names[role], variant: "any" }),
  );
  return [...own, ...further];
}

function scriptsFor({ mysqlScript, mysql57Script }: ProductFiles, database: string): Script[] {
  // It has zero timestamps, which MySQL refuses from 5.7 on by default.
  if (mysql57Script === undefined) return [{ path: mysqlScript, database, variant: "zero-dates" }];
  return [
    { path: mysqlScript, database, variant: "before-5.7" },
    { path: mysql57Script, database, variant: "from-5.7" },
  ];
}

/** The runtime user may make tables unless it has the least privileges only. */
function login(database: DatabaseDescription): RequestLine {
  const { grants, schema, username, password } = database;
  const own = grants === GrantMode.Least ? schema : undefined;
  const account = { username: own?.username ?? username, password: own?.password ?? password };
  return loginLine("login", databaseLogin(database, account));
}
