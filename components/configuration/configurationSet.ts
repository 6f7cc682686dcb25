import { createHash } from "node:crypto";
import type { RenderedFile } from "./render";

/** The whole revision of one node as it is staged: a set, named by what is in it. */
export interface ConfigurationSet {
  digest: string;
  files: StagedFile[];
  /** What is not a file of the product home, by the name it has in the set: `service`, `together`. */
  also: Record<string, string>;
  /** Which node's it is, `node1`; not part of the digest. Without it no home refuses it as the other node's. */
  node?: string;
}

export interface StagedFile {
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

export function configurationSet(
  files: readonly RenderedFile[],
  also: Record<string, string> = {},
  node?: string,
): ConfigurationSet {
  const staged = files.map((file) => ({
    path: file.path,
    mode: mode(file),
    text: file.text,
    digest: sha256(file.text),
    base: file.base === undefined ? "-" : sha256(file.base),
    baseText: file.base,
  }));
  const manifest = staged.map(({ path, mode, digest, base }) => `${mode} ${digest} ${base} ${path}\n`);
  const others = Object.entries(also).map(([name, text]) => `${name} ${sha256(text)}\n`);
  return { digest: sha256([...manifest, ...others].join("")), files: staged, also, node };
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
