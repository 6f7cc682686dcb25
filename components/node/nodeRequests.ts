import type { ClusterDescription, SshDescription } from "../description";
import { type DatabaseUse, databaseUses, type ServiceTimes, serviceTimes } from "../product";
import { type Revision, secretsOf } from "../render";
import { type DatabaseLogin, databaseLogin, loginLine } from "./databaseLogin";
import { base64, RemoteScript, type RequestLine, scriptWithRequest } from "./remoteScript";

/** What the scripts that run the product on a node need to know besides the node's revision. Secret as a whole. */
export interface ServiceRun {
  times: ServiceTimes;
  overwrite: boolean;
  allowFullStop: boolean;
  force: boolean;
  /** With another one everything runs again. */
  rerunTrigger: string;
  /** The digest of the other node's revision: a change of either runs the turns of both. */
  peerRevision: string;
  /** What is masked in lines of the product's log. */
  secrets: string[];
  /** How the product logs in to MySQL, and to which databases. */
  database: ProductDatabases;
}

export interface ProductDatabases extends DatabaseLogin {
  uses: DatabaseUse[];
}

/** All that it takes to look after a deployed node from elsewhere, as `npm run verify` does. Secret as a whole. */
export interface NodeOperation {
  name: string;
  address: string;
  home: string;
  ssh: SshDescription;
  /** The digest of the revision that is to be active. */
  revision: string;
  run: ServiceRun;
}

/** Where a turn stands in an update: see `scripts/turn.sh`. */
export interface TurnPlace {
  pass: "first" | "second";
  /** Whether it is the last turn of all. */
  last: boolean;
}

export function serviceRun(description: ClusterDescription, peer: Revision): ServiceRun {
  const { database, overwrite = false, allowFullStop = false, force = false } = description;
  return {
    times: serviceTimes(description.service),
    overwrite,
    allowFullStop,
    force,
    rerunTrigger: description.rerunTrigger ?? "",
    peerRevision: peer.digest,
    secrets: secretsOf(description),
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
    ...(run === undefined ? [] : [fullStop(run), ...masks(run), rerunTrigger(run)]),
  ]);
}

/**
 * The text that makes a staged revision the configuration of a product home.
 *
 * @param run undefined where nothing of the other node is known
 */
export function activateScript(
  home: string,
  revision: Revision,
  overwrite: boolean,
  run: ServiceRun | undefined,
): string {
  return scriptWithRequest(RemoteScript.Activate, [
    ...target(home, revision, overwrite),
    ...(run === undefined ? [] : runsAgain(run)),
  ]);
}

/** The text of one of a node's two turns. */
export function turnScript(home: string, revision: Revision, run: ServiceRun, place: TurnPlace): string {
  const { start, stop, steady } = run.times;
  return scriptWithRequest(RemoteScript.Turn, [
    ...target(home, revision, run.overwrite),
    ["pass", place.pass],
    ["last", yesOrNo(place.last)],
    fullStop(run),
    ["force", yesOrNo(run.force)],
    ["times", start, stop, steady],
    loginLine("database", run.database),
    ...masks(run),
    ...runsAgain(run),
  ]);
}

/** What a verification is about. */
export interface Verification {
  home: string;
  /** The digest of the revision that is to be active. */
  revision: string;
  run: ServiceRun;
  /** The role that the other node has just reported, where it is known. */
  peerRole: string | undefined;
  /** At the end of an update: waits for a start that is still going on, and confirms it. */
  confirm: boolean;
}

/** The text that checks a node without changing it. */
export function verifyScript({ home, revision, run, peerRole, confirm }: Verification): string {
  return scriptWithRequest(RemoteScript.Verify, [
    ["home", home],
    ["set", revision],
    ["confirm", yesOrNo(confirm)],
    ["wait", confirm ? run.times.start : 10],
    ["peer-role", peerRole ?? "-"],
    ...masks(run),
    loginLine("database", run.database),
    ...databaseUseLines(run.database),
    ...runsAgain(run),
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

/** The action and, for `start` and `await`, the role it is about. */
export type NodeAction =
  | readonly ["status" | "stop" | "retire"]
  | readonly ["start" | "await", "any" | "active" | "passive"];

/** The text that looks after a deployed node without changing its configuration (`scripts/operate.sh`). */
export function operateScript(
  home: string,
  run: Pick<ServiceRun, "times" | "secrets">,
  action: NodeAction,
): string {
  const { start, stop, steady } = run.times;
  return scriptWithRequest(RemoteScript.Operate, [
    ["home", home],
    ["action", ...action],
    ["times", start, stop, steady],
    ...masks(run),
  ]);
}

/** Changes nothing where it is read; it makes the script another one, so that it runs again. */
function runsAgain(run: ServiceRun): RequestLine[] {
  return [["peer-set", run.peerRevision], rerunTrigger(run)];
}

export function masks({ secrets }: { secrets: readonly string[] }): RequestLine[] {
  return secrets.map((secret) => ["mask", base64(secret)]);
}

/** With another value the same is done again. */
export function rerunTrigger(run: Pick<ServiceRun, "rerunTrigger">): RequestLine {
  return ["repush", base64(` ${run.rerunTrigger}`)];
}

function fullStop({ allowFullStop }: ServiceRun): RequestLine {
  return ["full-stop", allowFullStop ? "allowed" : "refused"];
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
