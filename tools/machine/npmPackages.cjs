// Exits 0 where the installed packages are those of the lock file. Runs before there are any, on any Node.
const { readFileSync } = require("node:fs");
const path = require("node:path");

function packages(file) {
  const entries = Object.entries(
    JSON.parse(readFileSync(path.join(__dirname, "../..", file), "utf8")).packages,
  );
  return new Map(entries.filter(([place]) => place !== ""));
}

function areInstalled() {
  try {
    const locked = packages("package-lock.json");
    const installed = packages("node_modules/.package-lock.json");
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

process.exitCode = areInstalled() ? 0 : 1;
