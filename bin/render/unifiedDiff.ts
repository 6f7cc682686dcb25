import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from "diff";
import { fileDifference } from "../../components/render";
import type { RenderedCluster, RenderedFile } from "../../components/render/renderCluster";

/** Lines around those that change. */
const context = 3;

/**
 * The changes of the distribution's files, node by node; latin1, as the bytes are.
 *
 * @param secrets masked wherever they stand, and all that may be one; undefined for a patch that shows everything
 */
export function unifiedDiff({ nodes }: RenderedCluster, secrets: readonly string[] | undefined): string {
  return nodes
    .flatMap((files, node) =>
      files.map((file) =>
        secrets === undefined
          ? filePatch(`node${node + 1}`, file)
          : maskedDifference(`node${node + 1}`, file, secrets),
      ),
    )
    .join("");
}

function filePatch(node: string, file: RenderedFile): string {
  const { path, text, base } = file;
  const from = formerName(file);
  if (text.includes("\0")) return `Binary files ${from} and ${node}/${path} differ\n`;
  return formatPatch(structuredPatch(from, `${node}/${path}`, base ?? "", text), FILE_HEADERS_ONLY);
}

function maskedDifference(node: string, file: RenderedFile, secrets: readonly string[]): string {
  const { path, text, base } = file;
  const lines = fileDifference({ path, before: base, after: text }, secrets, context);
  const shown = [`--- ${formerName(file)}`, `+++ ${node}/${path}`, ...lines];
  return lines.length === 0 ? "" : Buffer.from(`${shown.join("\n")}\n`).toString("latin1");
}

function formerName({ path, base }: RenderedFile): string {
  return base === undefined ? "/dev/null" : `distribution/${path}`;
}
