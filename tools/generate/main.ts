import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { generated } from "./generated";
import { readLibrary } from "./library";

for (const [file, text] of generated(readLibrary())) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
