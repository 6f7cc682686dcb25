// Prints the folders whose installed packages are not those of their lock file, one per line. Runs before there are
// any, on any Node. With --portable it leaves out what only Linux x64 can install, and else fails on other machines.
const { readFileSync } = require("node:fs");
const path = require("node:path");
const { isLinuxX64, requireLinuxX64 } = require("./linuxX64.cjs");

const repository = path.join(__dirname, "../..");

function packages(...place) {
  const entries = Object.entries(JSON.parse(readFileSync(path.join(repository, ...place), "utf8")).packages);
  return new Map(entries.filter(([place]) => place !== ""));
}

function areInstalled(folder) {
  try {
    const locked = packages(folder, "package-lock.json");
    const installed = packages(folder, "node_modules/.package-lock.json");
    // Optional ones are missing where they are for another platform.
    const missing = [...locked].some(
      ([place, entry]) => !installed.has(place) && !entry.optional && !entry.peer,
    );
    const different = [...installed].some(([place, entry]) => locked.get(place)?.version !== entry.version);
    return !missing && !different;
  } catch {
    return false;
  }
}

if (process.argv[2] !== "--portable") requireLinuxX64();
const folders = isLinuxX64 ? [".", "tools"] : ["."];
for (const folder of folders) {
  if (!areInstalled(folder)) console.log(folder);
}
