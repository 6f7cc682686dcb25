import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from "diff";
import type { RenderedCluster, RenderedFile } from "../../components/render/renderCluster";

/**
 * What rendering changes in the distribution's files, node by node.
 *
 * The differences are those of the real text; the lines printed are those of `shown`, the same cluster rendered
 * with its secrets masked or not. So a secret that the distribution already has is not taken for a change.
 */
export function unifiedDiff(rendered: RenderedCluster, shown: RenderedCluster): string {
  return rendered.nodes
    .flatMap((files, node) =>
      files.map((file) => {
        const shownFile = shown.nodes[node]?.find(({ path }) => path === file.path);
        return fileDiff(`node${node + 1}`, file, shown === rendered ? undefined : (shownFile?.text ?? ""));
      }),
    )
    .join("");
}

function fileDiff(node: string, { path, text, base }: RenderedFile, masked: string | undefined): string {
  const from = base === undefined ? "/dev/null" : `distribution/${path}`;
  if (text.includes("\0")) return `Binary files ${from} and ${node}/${path} differ\n`;
  const patch = structuredPatch(from, `${node}/${path}`, base ?? "", text);
  if (masked !== undefined) {
    const maskedLines = masked.split("\n");
    for (const hunk of patch.hunks) hunk.lines = maskLines(hunk.lines, maskedLines, hunk.newStart);
  }
  return formatPatch(patch, FILE_HEADERS_ONLY);
}

/** Lines that are in the new text are taken from its masked form, which has the same lines. */
function maskLines(lines: readonly string[], masked: readonly string[], newStart: number): string[] {
  let next = newStart - 1;
  return lines.map((line) => {
    if (line.startsWith("\\")) return line;
    if (line.startsWith("-")) return maskPasswords(line);
    return maskPasswords(`${line.charAt(0)}${masked[next++] ?? "********"}`);
  });
}

/** The distribution's own passwords, which are public only as long as nobody has changed them. */
function maskPasswords(line: string): string {
  return line
    .replaceAll(/(<\w*password(?:\s[^<>]*)?>|name="\w*password">)[^<]+/gi, "$1********")
    .replaceAll(/(password\w*\s*=\s*["']?)[^&"'<>\s]+/gi, "$1********");
}
