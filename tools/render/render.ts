import { parseArgs } from "node:util";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { printableLines } from "../../components/description/printable";
import { DescriptionError } from "../../components/description/problem";
import { findProfile } from "../../components/product/productProfile";
import { validate } from "../../components/product/validation/validate";
import { validatePorts } from "../../components/product/validation/validatePorts";
import { readDistribution } from "../../components/render/distribution/readDistribution";
import { readTrustStore } from "../../components/render/distribution/readTrustStore";
import { throwErrors, warningLines } from "../../components/render/findings/finding";
import { maskSecrets } from "../../components/render/mask";
import {
  type DistributionText,
  distributionPaths,
  inspectCluster,
  type RenderedCluster,
  renderCluster,
} from "../../components/render/renderCluster";
import { readClusterFile } from "./clusterFile";
import { writeRendering } from "./outputFolder";
import { unifiedDiff } from "./unifiedDiff";

/** Where the command prints: standard output and standard error. */
export interface CommandOutput {
  out(text: string | Uint8Array): void;
  error(text: string): void;
}

const usage = `Usage: npm run --silent render -- --distribution <folder|zip> --cluster <file.yaml> --out <folder>
                                  [--diff] [--show-secrets]

Renders the configuration of both nodes and writes each file that changes to <folder>/node1 and <folder>/node2.

  --distribution  the product: its home, a folder that holds it, or its zip
                  (default: product.distribution of the cluster file)
  --cluster       the description of the cluster, see docs/render.md
  --out           the folder to write to; may be left out with --diff
  --diff          print what changes in the distribution's files, secrets as ********
  --show-secrets  print secrets in the diff
  --help          print this text
`;

/** Runs the command. The result is its exit code: 0, or 2 after every problem was printed and nothing written. */
export async function render(argv: readonly string[], output: CommandOutput): Promise<number> {
  try {
    const options = parseOptions(argv);
    if (options.help) {
      output.out(usage);
      return 0;
    }
    await run(options, output);
    return 0;
  } catch (error) {
    output.error(`${printableLines(error instanceof Error ? error.message : String(error))}\n`);
    return 2;
  }
}

async function run(options: RenderOptions, output: CommandOutput): Promise<void> {
  const { cluster, out, diff } = options;
  if (!cluster) throw new Error("--cluster: is missing; give the cluster's file (see --help)");
  if (!out && !diff) throw new Error("--out: is missing; give a folder to write to, or --diff");
  const description = await readDescription(cluster);
  const distribution = await readBaseText(description, options.distribution);
  const { caBundle } = description.database;
  const trustStore = caBundle === undefined ? undefined : await readTrustStore(caBundle);
  const rendered = inspectCluster(description, distribution, trustStore);
  for (const line of warningLines(rendered.findings)) output.error(`warning: ${line}\n`);
  throwErrors(rendered.findings);
  throwAny(validatePorts(description, rendered.offset));
  const shown = options["show-secrets"]
    ? rendered
    : renderCluster(maskSecrets(description), distribution, trustStore);
  const differences = diff ? Buffer.from(unifiedDiff(rendered, shown), "latin1") : undefined;
  if (out) await writeRendering(out, rendered);
  output.out(differences ?? summary(rendered));
}

function parseOptions(argv: readonly string[]) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      distribution: { type: "string" },
      cluster: { type: "string" },
      out: { type: "string" },
      diff: { type: "boolean" },
      "show-secrets": { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  return values;
}

type RenderOptions = ReturnType<typeof parseOptions>;

async function readDescription(file: string): Promise<ClusterDescription> {
  const description = await readClusterFile(file);
  throwAny(validate(description));
  // It has been validated.
  return description as ClusterDescription;
}

async function readBaseText(
  description: ClusterDescription,
  given: string | undefined,
): Promise<DistributionText> {
  const profile = findProfile(description.product.profile);
  const location = given ?? description.product.distribution;
  if (profile === undefined || location === undefined) {
    throw new Error(
      "--distribution: is missing; give the product's home or zip, or product.distribution in the file",
    );
  }
  return readDistribution(location, distributionPaths(description, profile));
}

function throwAny(problems: DescriptionError["problems"]): void {
  if (problems.length > 0) throw new DescriptionError(problems);
}

function summary({ nodes: [first, second] }: RenderedCluster): string {
  return `wrote ${first.length} files to node1, ${second.length} to node2\n`;
}
