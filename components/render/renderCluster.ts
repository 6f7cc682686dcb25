import { type ClusterDescription, DescriptionError, type OverrideDescription } from "../description";
import {
  findProfile,
  type NodeSettings,
  nodeSettings,
  type ProductProfile,
  profileIds,
  trustStorePath,
} from "../product";
import { EditProblems } from "./edit/editProblems";
import { applyOverrides } from "./files/applyOverrides";
import { readPortOffset } from "./files/carbon";
import { type ConfigurationFile, configurationFiles } from "./files/configurationFiles";
import { type DistributionText, Sources } from "./files/sources";

export type { DistributionText };

export interface RenderedFile {
  /** Path in the product home. */
  path: string;
  /** The new text, latin1 like the distribution's. */
  text: string;
  /** The distribution's text, undefined where it has no such file. */
  base: string | undefined;
  /** Whether a secret stands in the text. */
  secret: boolean;
}

export interface RenderedCluster {
  /** Per node the files that differ from the distribution's, sorted by path. */
  nodes: [RenderedFile[], RenderedFile[]];
  /** The port offset in force on both nodes. */
  offset: number;
  /** What works but should be known, one sentence each. */
  warnings: string[];
}

/** Every path that rendering and the database scripts may read, sorted. Not every one need be in a distribution. */
export function distributionPaths(description: ClusterDescription, profile: ProductProfile): string[] {
  const edited = editedPaths(description, profile, description.overrides ?? []);
  const paths = [...edited, ...scriptPaths(description, profile)];
  return [...new Set(paths)].sort();
}

/** The port offset in force: the one asked for, else that of the distribution's carbon.xml. */
export function portOffset(description: ClusterDescription, distribution: DistributionText): number {
  const profile = requireProfile(description);
  const problems = new EditProblems();
  const offset = problems.attempt(asShipped(profile), () =>
    offsetInForce(description, profile, new Sources(distribution)),
  );
  problems.throwIfAny();
  return offset ?? 0;
}

/**
 * The files of both nodes. Every edit that does not find its place, in whichever file, is a problem of the one
 * `DescriptionError` thrown.
 *
 * @param trustStore that of `database.caBundle`, if it is given
 */
export function renderCluster(
  description: ClusterDescription,
  distribution: DistributionText,
  trustStore?: Buffer,
): RenderedCluster {
  const profile = requireProfile(description);
  const sources = new Sources(distribution);
  const problems = new EditProblems();
  for (const path of scriptPaths(description, profile)) {
    problems.attempt(asShipped(profile), () => sources.text(path));
  }
  const offset =
    problems.attempt(asShipped(profile), () => offsetInForce(description, profile, sources)) ?? 0;
  const rendering = { description, profile, sources, problems };
  const renderNode = (node: 0 | 1) => {
    const settings = nodeSettings(description, profile, offset, node);
    const paths = editedPaths(description, profile, settings.overrides);
    const files = paths.flatMap((path) => renderFile(rendering, settings, path));
    return trustStore === undefined ? files : [...files, trustStoreFile(trustStore)].sort(byPath);
  };
  const nodes: RenderedCluster["nodes"] = [renderNode(0), renderNode(1)];
  problems.throwIfAny();
  return { nodes, offset, warnings: warningsOf(description) };
}

function trustStoreFile(store: Buffer): RenderedFile {
  return { path: trustStorePath, text: store.toString("latin1"), base: undefined, secret: false };
}

function byPath(one: RenderedFile, other: RenderedFile): number {
  return one.path < other.path ? -1 : 1;
}

/** What one rendering works on. */
interface Rendering {
  description: ClusterDescription;
  profile: ProductProfile;
  sources: Sources;
  problems: EditProblems;
}

/** One node's file, as a list: empty where nothing changes or something is wrong. */
function renderFile(rendering: Rendering, settings: NodeSettings, path: string): RenderedFile[] {
  const { description, profile, sources, problems } = rendering;
  const file = configurationFiles.find(({ name }) => profile.files[name] === path);
  const overrides = settings.overrides
    .filter((candidate) => candidate.file === path)
    .map((each) => ({ ...each, name: `overrides[${description.overrides?.indexOf(each)}]` }));
  const [first] = overrides;
  const remedy = file === undefined && first !== undefined ? `correct ${first.name}` : asShipped(profile);
  const edited = problems.attempt(remedy, () => editedText(file, settings, sources, path));
  if (edited === undefined) {
    return [];
  }
  const text = applyOverrides(edited, overrides, file, settings, problems);
  const base = sources.find(path);
  const secret = file?.secret?.(description) === true || overrides.some((each) => each.secret === true);
  return text === base ? [] : [{ path, text, base, secret }];
}

/** The text after the deployment's own edits; the distribution's text of a file that it does not edit. */
function editedText(
  file: ConfigurationFile | undefined,
  settings: NodeSettings,
  sources: Sources,
  path: string,
): string {
  if (file?.xml !== undefined) {
    return file.xml(sources.xml(path), settings);
  }
  const base = file?.optional ? (sources.find(path) ?? "") : sources.text(path);
  return file?.text?.(base, settings) ?? base;
}

function editedPaths(
  description: ClusterDescription,
  profile: ProductProfile,
  overrides: readonly OverrideDescription[],
): string[] {
  const wanted = configurationFiles.filter((file) => file.wanted?.(description) ?? true);
  const overridden = overrides.map(({ file }) => file);
  return [...new Set([...wanted.map(({ name }) => profile.files[name]), ...overridden])].sort();
}

function scriptPaths({ database: { schema } }: ClusterDescription, { files }: ProductProfile): string[] {
  if (schema?.skip) {
    return [];
  }
  return [files.mysqlScript, files.mysql57Script, ...(schema?.furtherScripts ?? []).map(({ path }) => path)];
}

/** The offset asked for, else that of the distribution's carbon.xml. */
function offsetInForce({ product }: ClusterDescription, { files }: ProductProfile, sources: Sources): number {
  return product.portOffset ?? readPortOffset(sources.xml(files.carbon));
}

function requireProfile({ product }: ClusterDescription): ProductProfile {
  const profile = findProfile(product.profile);
  if (profile === undefined) {
    const known = profileIds.join(", ");
    throw new DescriptionError([
      {
        place: "product.profile",
        problem: `${product.profile} is not known`,
        remedy: `give one of: ${known}`,
      },
    ]);
  }
  return profile;
}

function asShipped({ id }: ProductProfile): string {
  return `render the files of a distribution of ${id}, or name the profile of yours in product.profile`;
}

function warningsOf({ clustering, statisticsDatabase }: ClusterDescription): string[] {
  const warnings: string[] = [];
  if (clustering?.groupPassword === undefined) {
    warnings.push(
      "clustering.groupPassword is not given, so the cluster has Hazelcast's public default password and whoever " +
        "reaches the Hazelcast port can join; give one, the same on both nodes.",
    );
  }
  if (statisticsDatabase === undefined) {
    warnings.push(
      "statisticsDatabase is not given, so each node writes the API statistics to an H2 file of its own and API-M's " +
        "Publisher and Store show none; give the database that API-M reads as WSO2AM_STATS_DB.",
    );
  }
  return warnings;
}
