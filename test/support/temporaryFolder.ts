import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Everything that the tests make in the system's folder for temporary files, removed with what they leave in it. */
export default function (): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), "analytics-"));
  // Other users' hosts and servers are tested too.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
