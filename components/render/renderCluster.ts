import {
  type ClusterDescription,
  DescriptionError,
  type OverrideDescription,
  ProblemCode,
} from "../description";
import {
  findProfile,
  type NodeSettings,
  nodeSettings,
  type ProductProfile,
  profileIds,
  trustStorePath,
} from "../product";
import type { EditError } from "./edit/editError";
import { applyOverrides } from "./files/applyOverrides";
import { readPortOffset } from "./files/carbon";
import { type ConfigurationFile, configurationFiles } from "./files/configurationFiles";
import { type DistributionText, Sources } from "./files/sources";
import { type Finding, throwErrors } from "./findings/finding";
import { Findings } from "./findings/findings";
import { homeFindings } from "./findings/homeFindings";
import { hostedPaths } from "./findings/hostedFindings";
import { maskSecrets } from "./mask";

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
  /** The same files with every secret masked, so that they can be shown. */
  masked(): [RenderedFile[], RenderedFile[]];
  /** The port offset in force on both nodes. */
  offset: number;
  /** What was found in the distribution, and between it and the description. */
  findings: Finding[];
}

/** Every path that rendering and the database scripts may read, sorted. Not every one need be in a distribution. */
export function distributionPaths(description: ClusterDescription, profile: ProductProfile): string[] {
  const edited = editedPaths(description, profile, description.overrides ?? []);
  const { allDatasources, tasksConfiguration } = profile.files;
  const inspected = [allDatasources, tasksConfiguration, ...hostedPaths(profile)];
  const paths = [...edited, ...inspected, ...scriptPaths(description, profile)];
  return [...new Set(paths)].sort();
}

/** The port offset in force: the one asked for, else that of the distribution's carbon.xml. */
export function portOffset(description: ClusterDescription, distribution: DistributionText): number {
  const profile = requireProfile(description);
  const findings = new Findings();
  const offset = findings.attempt(ProblemCode.UnexpectedContent, remedyFor(profile), () =>
    offsetInForce(description, profile, new Sources(distribution)),
  );
  throwErrors(findings.list());
  return offset ?? 0;
}

/**
 * The files of both nodes, and what was found.
 *
 * @param trustStore that of `database.caBundle`, if it is given
 * @throws DescriptionError with every error among the findings, in whichever file
 */
export function renderCluster(
  description: ClusterDescription,
  distribution: DistributionText,
  trustStore?: Buffer,
): RenderedCluster {
  const rendered = inspectCluster(description, distribution, trustStore);
  throwErrors(rendered.findings);
  return rendered;
}

/** As `renderCluster`, but errors are only listed; the files are then not those of a deployment. */
export function inspectCluster(
  description: ClusterDescription,
  distribution: DistributionText,
  trustStore?: Buffer,
): RenderedCluster {
  const profile = requireProfile(description);
  const sources = new Sources(distribution);
  const findings = new Findings();
  for (const path of scriptPaths(description, profile)) {
    findings.attempt(ProblemCode.UnexpectedContent, remedyFor(profile), () => sources.text(path));
  }
  const offset =
    findings.attempt(ProblemCode.UnexpectedContent, remedyFor(profile), () =>
      offsetInForce(description, profile, sources),
    ) ?? 0;
  const rendering = { description, profile, sources, findings };
  const nodes = renderNodes(rendering, offset, trustStore);
  const homes = [sources.with(nodes[0]), sources.with(nodes[1])] as const;
  findings.add(homeFindings(description, profile, sources, homes));
  return {
    nodes,
    masked: () => {
      const shown = { ...rendering, description: maskSecrets(description), findings: new Findings() };
      return renderNodes(shown, offset, trustStore);
    },
    offset,
    findings: findings.list(),
  };
}

function renderNodes(
  rendering: Rendering,
  offset: number,
  trustStore: Buffer | undefined,
): RenderedCluster["nodes"] {
  const { description, profile } = rendering;
  const renderNode = (node: 0 | 1) => {
    const settings = nodeSettings(description, profile, offset, node);
    const paths = editedPaths(description, profile, settings.overrides);
    const files = paths.flatMap((path) => renderFile(rendering, settings, path));
    return trustStore === undefined ? files : [...files, trustStoreFile(trustStore)].sort(byPath);
  };
  return [renderNode(0), renderNode(1)];
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
  findings: Findings;
}

/** One node's file, as a list: empty where nothing changes or something is wrong. */
function renderFile(rendering: Rendering, settings: NodeSettings, path: string): RenderedFile[] {
  const { description, profile, sources, findings } = rendering;
  const file = configurationFiles.find(({ name }) => profile.files[name] === path);
  const overrides = settings.overrides
    .filter((candidate) => candidate.file === path)
    .map((each) => ({ ...each, name: `overrides[${description.overrides?.indexOf(each)}]` }));
  const [first] = overrides;
  const [code, remedy] =
    file === undefined && first !== undefined
      ? [ProblemCode.InvalidOverride, () => `correct ${first.name}`]
      : [ProblemCode.UnexpectedContent, remedyFor(profile)];
  const edited = findings.attempt(code, remedy, () => editedText(file, settings, sources, path));
  if (edited === undefined) {
    return [];
  }
  const text = applyOverrides(edited, overrides, file, settings, findings);
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
  return [...new Set([...present(wanted.map(({ name }) => profile.files[name])), ...overridden])].sort();
}

function scriptPaths({ database: { schema } }: ClusterDescription, { files }: ProductProfile): string[] {
  if (schema?.skip) {
    return [];
  }
  const further = (schema?.furtherScripts ?? []).map(({ path }) => path);
  return present([files.mysqlScript, files.mysql57Script, ...further]);
}

function present(paths: readonly (string | undefined)[]): string[] {
  return paths.filter((path) => path !== undefined);
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
        code: ProblemCode.UnknownChoice,
        problem: `${product.profile} is not known`,
        remedy: `give one of: ${known}`,
      },
    ]);
  }
  return profile;
}

/** A file that is not there is that of another product; of one that is there it is known what to do. */
function remedyFor({ id }: ProductProfile): (reason: EditError) => string {
  const asShipped = `render the files of a distribution of ${id}, or name the profile of yours in product.profile`;
  return ({ remedy }) => remedy ?? asShipped;
}
