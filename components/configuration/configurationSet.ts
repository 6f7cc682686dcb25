import { createHash } from "node:crypto";
import type { RenderedFile } from "./render";

/** The files of one node as they are staged: a set, named by what is in it. */
export interface ConfigurationSet {
  digest: string;
  files: StagedFile[];
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
}

export function configurationSet(files: readonly RenderedFile[]): ConfigurationSet {
  const staged = files.map((file) => ({
    path: file.path,
    mode: mode(file),
    text: file.text,
    digest: sha256(file.text),
    base: file.base === undefined ? "-" : sha256(file.base),
  }));
  const manifest = staged.map(({ path, mode, digest, base }) => `${mode} ${digest} ${base} ${path}\n`);
  return { digest: sha256(manifest.join("")), files: staged };
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
