import type { ClusterDescription } from "../../components/description";
import { DescriptionError, formatProblem } from "../../components/description";
import { nodeNames, validatePorts } from "../../components/product";
import { readProduct, readTrustStore, secretsOf, sha256, warningLines } from "../../components/render";
import { throwErrors } from "../../components/render/findings/finding";
import { inspectCluster, type RenderedCluster } from "../../components/render/renderCluster";
import { descriptionOptions, descriptionUsage, readDescription } from "../cluster/descriptionOptions";
import { paintDiff } from "../colours";
import { type CommandOutput, ExitCode, helpOptions, jsonText, parseOptions } from "../commandLine";
import { writeRendering } from "../render/outputFolder";
import { unifiedDiff } from "../render/unifiedDiff";

const usage = `Usage: wso2-analytics render (--cluster <file.yaml> | --stack <name> [--cwd <folder>]) [--out <folder>]
                             [--distribution <folder|zip>] [--diff] [--show-secrets] [--json]

Renders the configuration of both nodes and writes each file that changes to <folder>/node1 and <folder>/node2.

${descriptionUsage}  --distribution  the product: its home, a folder that holds it, or its zip
                  (default: product.distribution of the description)
  --out           the folder to write to; may be left out with --diff or --json
  --diff          print what changes in the distribution's files, secrets as ********
  --show-secrets  print secrets in the diff
  --json          print the files of each node, the warnings and the diff as JSON
  --help          print this text

Exit code: 0, or 2 after every problem was printed and nothing written.
`;

/** @throws Error with every problem, before anything is written */
export async function render(argv: readonly string[], output: CommandOutput): Promise<number> {
  const options = readOptions(argv);
  if (options.help) output.out(usage);
  else await run(options, output);
  return ExitCode.Right;
}

async function run(options: RenderOptions, output: CommandOutput): Promise<void> {
  const { out, diff, json } = options;
  if (out === undefined && !diff && !json && (options.cluster ?? options.stack) !== undefined) {
    throw new Error("--out: is missing; give a folder to write to, or --diff");
  }
  const given = await readDescription(options);
  if (given === undefined) {
    throw new Error("--cluster: is missing; give the cluster's file, or --stack (see --help)");
  }
  const product = await readProduct(given, locationOf(given, options));
  const { description, distribution, warnings: doubts } = product;
  const { caBundle } = description.database;
  const trustStore = caBundle === undefined ? undefined : await readTrustStore(caBundle);
  const rendered = inspectCluster(description, distribution, trustStore);
  const warnings = [...doubts.map(formatProblem), ...warningLines(rendered.findings)];
  for (const line of json ? [] : warnings) output.error(`warning: ${line}\n`);
  throwErrors(rendered.findings);
  throwAny(validatePorts(description, rendered.offset));
  const shown = options["show-secrets"] ? rendered : { ...rendered, nodes: rendered.masked() };
  const secrets = options["show-secrets"] ? undefined : secretsOf(description);
  const difference = diff ? unifiedDiff(rendered, secrets) : undefined;
  if (out) await writeRendering(out, rendered);
  if (json) output.out(jsonText({ nodes: fileLists(shown), warnings, diff: difference && utf8(difference) }));
  else if (difference === undefined) output.out(summary(rendered));
  else output.out(Buffer.from(output.hasColours ? paintDiff(difference) : difference, "latin1"));
}

/** Texts of files hold a byte in each character. */
function utf8(text: string): string {
  return Buffer.from(text, "latin1").toString();
}

function readOptions(argv: readonly string[]) {
  const { values } = parseOptions("render", {
    args: [...argv],
    options: {
      ...descriptionOptions,
      distribution: { type: "string" },
      out: { type: "string" },
      diff: { type: "boolean" },
      "show-secrets": { type: "boolean" },
      ...helpOptions,
    },
  });
  return values;
}

type RenderOptions = ReturnType<typeof readOptions>;

function locationOf({ product }: ClusterDescription, { distribution }: RenderOptions): string {
  const location = distribution ?? product.distribution;
  if (location === undefined) {
    throw new Error(
      "--distribution: is missing; give the product's home or zip, or product.distribution in the file",
    );
  }
  return location;
}

function throwAny(problems: DescriptionError["problems"]): void {
  if (problems.length > 0) throw new DescriptionError(problems);
}

function summary({ nodes: [first, second] }: RenderedCluster): string {
  return `wrote ${first.length} files to node1, ${second.length} to node2\n`;
}

/** With the digests that `files` of the component has: of the text with its secrets masked. */
function fileLists({ nodes }: RenderedCluster) {
  return nodes.map((files, node) => ({
    name: nodeNames[node],
    files: files.map(({ path, text, base }) => ({ path, isNew: base === undefined, sha256: sha256(text) })),
  }));
}
