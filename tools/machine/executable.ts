import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

/** The full path of a program on PATH, or where administrators' programs are, which is not on everybody's PATH. */
export function findExecutable(name: string): string | undefined {
  const folders = [
    ...(process.env.PATH ?? "").split(path.delimiter),
    "/usr/local/sbin",
    "/usr/sbin",
    "/sbin",
  ];
  return folders.map((folder) => path.join(folder, name)).find(isExecutableFile);
}

export function requireExecutable(name: string, remedy: string): string {
  const found = findExecutable(name);
  if (found === undefined) throw new Error(`${name} is not installed; ${remedy}`);
  return found;
}

export function isExecutableFile(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
