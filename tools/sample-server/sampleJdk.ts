import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Makes a folder that passes for a JDK of that version and runs the sample product's server on this Node: its `java`
 * tells the version, and runs what stands in `bin` of the home that `-Dcarbon.home` names.
 *
 * @param node the program of that name where the JDK is used
 */
export function makeSampleJdk(folder: string, version = "1.8.0_392", node = process.execPath): string {
  const program = path.join(folder, "bin/java");
  mkdirSync(path.dirname(program), { recursive: true });
  writeFileSync(program, launcher(version, node));
  chmodSync(program, 0o755);
  return folder;
}

function launcher(version: string, node: string): string {
  return `#!/bin/sh
if [ "\${1:-}" = -version ]; then
  echo 'openjdk version "${version}"' >&2
  exit 0
fi
for word in "$@"; do
  case $word in
    -Dcarbon.home=*) home=\${word#*=} ;;
  esac
done
unset NODE_OPTIONS
exec '${node.replaceAll("'", `'\\''`)}' "$home/bin/sample-server.cjs" "$@"
`;
}
