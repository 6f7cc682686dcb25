import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

/** Generates the library of the package schema, with Pulumi's own generators. Needs Go. */
export async function generateSdk(language: "python" | "go", folder: string): Promise<void> {
  const schema = path.resolve(__dirname, "../../schema.json");
  await promisify(execFile)("go", ["run", "./generateSdk", language, schema, folder], { cwd: __dirname });
}
