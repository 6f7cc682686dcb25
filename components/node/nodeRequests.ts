import {
  type BastionDescription,
  type ClusterDescription,
  type NodeName,
  RolloutLimit,
  type ServiceDescription,
  type SshDescription,
} from "../description";
import {
  commonNodeIdFile,
  type DatabaseUse,
  databaseUses,
  nodeIdPlaces,
  type ProductProfile,
  type ServiceTimes,
  serviceTimes,
} from "../product";
import { type Revision, secretsOf } from "../render";
import { type DatabaseLogin, databaseLogin } from "./databaseLogin";
import { base64, RemoteScript, type RequestLine, scriptWithRequest } from "./remoteScript";

/** What actions on a node need to know besides its revision. Secret as a whole. */
export interface ServiceRun {
  times: ServiceTimes;
  overwrite: boolean;
  policy: RunPolicy;
  /** The version of the product. */
  profile: string;
  /** As described. */
  service: ServiceDescription | undefined;
  /** With another one everything runs again. */
  rerunTrigger: string;
  /** What is masked in lines of the product's log. */
  secrets: string[];
  /** The places of a node's id in its home; the one that counts comes first. */
  nodeIdFiles: string[];
  /** How the product logs in to MySQL, and to which databases. */
  database: ProductDatabases;
}

/** A login with the keys of its hosts, given or met at the first contact. */
export interface OperatedSsh extends SshDescription {
  isPinned?: boolean;
  bastion?: OperatedBastion;
}

export interface OperatedBastion extends BastionDescription {
  isPinned?: boolean;
}

/** The limits of a rollout. */
export interface RunPolicy {
  /** The name of the node that is left alone. */
  hold?: NodeName;
  limit: RolloutLimit;
  force: boolean;
}

export interface ProductDatabases extends DatabaseLogin {
  uses: DatabaseUse[];
}

/** All that it takes to look after a deployed node from elsewhere, as `wso2-analytics verify` does. Secret as a whole. */
export interface NodeOperation {
  name: string;
  address: string;
  home: string;
  ssh: OperatedSsh;
  /** The digest of the revision that is to be active. */
  revision: string;
  run: ServiceRun;
}

export function serviceRun(description: ClusterDescription, profile: ProductProfile): ServiceRun {
  const { database, overwrite = false, rollout = {} } = description;
  const { hold, limit = RolloutLimit.RoleChange, force = false } = rollout;
  return {
    times: serviceTimes(rollout),
    overwrite,
    policy: { limit, force, ...(hold === undefined ? {} : { hold }) },
    profile: profile.id,
    service: description.service,
    rerunTrigger: description.rerunTrigger ?? "",
    secrets: secretsOf(description),
    nodeIdFiles: nodeIdPlaces(profile),
    database: { ...databaseLogin(database, database), uses: databaseUses(database) },
  };
}

/**
 * The text that stages a node's revision beside its product home.
 *
 * @param run undefined where the product is not run from here
 */
export function stageScript(
  home: string,
  revision: Revision,
  overwrite: boolean,
  run: ServiceRun | undefined,
): string {
  const files = revision.files.map(
    ({ path, mode, digest, base, text }): RequestLine => [
      "file",
      mode,
      digest,
      base,
      path,
      base64(text, "latin1"),
    ],
  );
  const bases = revision.files.flatMap(({ path, baseText }): RequestLine[] =>
    // There is no line without a value.
    baseText ? [["base", path, base64(baseText, "latin1")]] : [],
  );
  const extraEntries = Object.entries(revision.extraEntries).map(
    ([name, text]): RequestLine => ["also", name, base64(text)],
  );
  return scriptWithRequest(RemoteScript.Stage, [
    ...target(home, revision, overwrite),
    ...files,
    ...bases,
    ...extraEntries,
    ...(run === undefined ? [] : [...masks(run), rerunTrigger(run)]),
  ]);
}

/** The databases of the product, for a node to check its rights and tables there. */
export function databaseUseLines({ uses }: ProductDatabases): RequestLine[] {
  return uses.map(({ name, hasTables, privileges }) => [
    "uses",
    name,
    yesOrNo(hasTables),
    privileges.map((privilege) => privilege.replaceAll(" ", "_")).join(",") || "-",
  ]);
}

export function masks({ secrets }: { secrets: readonly string[] }): RequestLine[] {
  return secrets.map((secret) => ["mask", base64(secret)]);
}

/** Nothing of its id is looked at where there are no places. */
export function nodeIdLines(places: readonly string[]): RequestLine[] {
  return places.length === 0 ? [] : [["node-id-files", places.join(","), commonNodeIdFile]];
}

/** With another value the same is done again. */
export function rerunTrigger(run: Pick<ServiceRun, "rerunTrigger">): RequestLine {
  return ["repush", base64(` ${run.rerunTrigger}`)];
}

function target(home: string, revision: Revision, overwrite: boolean): RequestLine[] {
  return [
    ["home", home],
    ...(revision.node === undefined ? [] : [["node", revision.node] as const]),
    ["overwrite", yesOrNo(overwrite)],
    ["set", revision.digest],
  ];
}

export function yesOrNo(value: boolean): "yes" | "no" {
  return value ? "yes" : "no";
}
