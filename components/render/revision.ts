import { createHash } from "node:crypto";
import type { RenderedFile } from "./renderCluster";

/** What one node gets, as it is staged; named by the digest of its content. */
export interface Revision {
  digest: string;
  files: RevisionFile[];
  /** Entries that are not files of the product home, by name: `service`, `together`, `product`. */
  extraEntries: Record<string, string>;
  /** Which node's it is, `node1`; not part of the digest. Without it no home refuses it as the other node's. */
  node?: string;
}

export interface RevisionFile {
  path: string;
  /** Octal, as chmod takes it. */
  mode: string;
  text: string;
  /** sha256 of the text. */
  digest: string;
  /** sha256 of the distribution's text; `-` where the distribution has no such file. */
  base: string;
  /** The distribution's text. */
  baseText: string | undefined;
}

export function createRevision(
  files: readonly RenderedFile[],
  extraEntries: Record<string, string> = {},
  node?: string,
): Revision {
  const staged = files.map((file) => ({
    path: file.path,
    mode: mode(file),
    text: file.text,
    digest: sha256(file.text),
    base: file.base === undefined ? "-" : sha256(file.base),
    baseText: file.base,
  }));
  const manifest = staged.map(({ path, mode, digest, base }) => `${mode} ${digest} ${base} ${path}\n`);
  const others = Object.entries(extraEntries).map(([name, text]) => `${name} ${sha256(text)}\n`);
  return { digest: sha256([...manifest, ...others].join("")), files: staged, extraEntries, node };
}

/** sha256 of a latin1 text's bytes, in hexadecimal. */
export function sha256(text: string): string {
  return createHash("sha256").update(text, "latin1").digest("hex");
}

/** Nobody but the product's user and group reads the configuration; where a secret stands in it, only the user. */
function mode(file: RenderedFile): string {
  if (file.secret) {
    return "0600";
  }
  return file.path.endsWith(".sh") ? "0750" : "0640";
}
