import { isMap, isSecret, isUnknown, type PropertyValue } from "../plugins/protocol/propertyValue";

/** What a plugin answered, by step of the scenario. */
export type TranscriptSteps = Record<string, unknown>;

export interface Transcript {
  plugin: string;
  /** As the plugin tells it. */
  version: string;
  steps: TranscriptSteps;
}

/** Keeps answers in a form that is the same on every machine. */
export class TranscriptRecorder {
  readonly steps: TranscriptSteps = {};
  readonly #names: [text: string, name: string][] = [];

  /** From now on every `text` is written as `<name>`: ports, folders, keys. */
  name(text: string, name: string): void {
    this.#names.push([text, `<${name}>`]);
    this.#names.sort(([left], [right]) => right.length - left.length);
  }

  record(step: string, answer: unknown): void {
    if (step in this.steps) throw new Error(`the scenario has two steps "${step}"`);
    this.steps[step] = this.#plain(answer as PropertyValue);
  }

  #plain(value: PropertyValue): unknown {
    if (typeof value === "string") return isUnknown(value) ? "<unknown>" : this.#text(value);
    if (typeof value === "number") return this.#number(value);
    if (Array.isArray(value)) return value.map((item) => this.#plain(item));
    if (!isMap(value)) return value;
    if (isSecret(value)) return { secret: this.#plain(value.value ?? null) };
    const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
    return Object.fromEntries(entries.map(([name, item]) => [name, this.#plain(item)]));
  }

  #text(text: string): string {
    return this.#names.reduce((result, [known, name]) => replaceWhole(result, known, name), text);
  }

  #number(value: number): unknown {
    return this.#names.find(([known]) => known === String(value))?.[1] ?? value;
  }
}

/** Not within a longer word: a port's digits may stand in a checksum. */
function replaceWhole(text: string, known: string, name: string): string {
  return text
    .split(known)
    .reduce((before, after) => before + (/\w$/.test(before) || /^\w/.test(after) ? known : name) + after);
}
