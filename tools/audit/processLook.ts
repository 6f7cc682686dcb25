import { readdirSync, readFileSync } from "node:fs";
import { kindsIn, type Needles } from "./markedSecrets";
import type { Found } from "./places";

const shown = { cmdline: "the command line", environ: "the environment" } as const;

/** Looks at the command lines and the environments of all processes again and again. */
export class ProcessLook {
  private seen = new Map<string, string>();

  found(needles: Needles): Found[] {
    const before = this.seen;
    this.seen = new Map();
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) =>
        (Object.keys(shown) as (keyof typeof shown)[]).flatMap((part) => {
          const file = `/proc/${pid}/${part}`;
          const text = read(file);
          const print = `${needles.forms.length} ${text}`;
          this.seen.set(file, print);
          if (before.get(file) === print) return [];
          return kindsIn(needles, text).map((kind) => ({ kind, where: `${shown[part]} of ${name(pid)}` }));
        }),
      );
  }
}

function name(pid: string): string {
  return `process ${pid} (${read(`/proc/${pid}/comm`).trim()})`;
}

/** Empty where the process has ended meanwhile, or is not ours to look at. */
function read(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
