import { execFileSync } from "node:child_process";

/** Makes a Git repository in this folder with one commit: the files of a work tree as they are now. */
export function makeGitRepository(folder: string, workTree: string): void {
  const git = (...words: string[]) =>
    execFileSync("git", [`--git-dir=${folder}`, `--work-tree=${workTree}`, ...words], { cwd: workTree });
  git("init", "--quiet");
  git("add", "--all");
  const author = ["-c", "user.name=consumer", "-c", "user.email=consumer@localhost"];
  git(...author, "-c", "commit.gpgSign=false", "commit", "--quiet", "--no-verify", "--message", "consumer");
}
