import {
  isMap,
  isSecret,
  type PropertyMap,
  type PropertyValue,
  reveal,
  sameValue,
} from "../plugins/protocol/propertyValue";
import type { CallOptions, OldResource, Outcome, PluginProcess } from "./pluginProcess";
import type { TranscriptRecorder } from "./transcript";

export interface CreationOptions extends CallOptions {
  /** Whether what is logged is recorded; default true. */
  log?: boolean;
}

interface ReplaceOptions {
  deleteBeforeReplace: boolean;
}

/** One resource, put through the calls that the engine makes; every step is recorded with all of their answers. */
export class Lifecycle {
  readonly #plugin: PluginProcess;
  readonly #recorder: TranscriptRecorder;
  readonly #urn: string;
  /** As the engine's state has it; it stays after a deletion, so that one can be tried twice. */
  state: OldResource | undefined;

  constructor(plugin: PluginProcess, recorder: TranscriptRecorder, type: string, name: string) {
    this.#plugin = plugin;
    this.#recorder = recorder;
    this.#urn = `urn:pulumi:stack::project::${type}::${name}`;
  }

  /** What `pulumi preview` does for a new resource. */
  async previewCreation(step: string, news: PropertyMap): Promise<void> {
    const check = await this.#plugin.check(this.#urn, {}, news);
    const answers: Record<string, unknown> = { check: checkedWords(check, news) };
    if (passed(check)) {
      const preview = await this.#plugin.create(this.#urn, check.inputs, { preview: true });
      answers.preview = previewWords(preview, check.inputs);
    }
    this.#record(step, answers);
  }

  async create(step: string, news: PropertyMap, options?: CreationOptions): Promise<void> {
    const check = await this.#plugin.check(this.#urn, {}, news);
    const answers: Record<string, unknown> = { check: checkedWords(check, news) };
    if (passed(check)) answers.create = await this.#make(check.inputs, options);
    this.#record(step, answers, options?.log);
  }

  /** What `pulumi preview` does for a resource that is there. */
  async previewUpdate(step: string, news: PropertyMap): Promise<void> {
    const old = this.#existing();
    const { answers, inputs, replaced } = await this.#compare(old, news);
    if (inputs !== undefined && !replaced) {
      const preview = await this.#plugin.update(this.#urn, old, inputs, { preview: true });
      answers.preview = previewWords(preview, inputs);
    }
    this.#record(step, answers);
  }

  async update(step: string, news: PropertyMap): Promise<void> {
    const old = this.#existing();
    const { answers, inputs, changed, replaced } = await this.#compare(old, news);
    if (inputs !== undefined && changed && !replaced) {
      const update = await this.#plugin.update(this.#urn, old, inputs);
      answers.update = stateWords(update, inputs);
      if (!("error" in update)) this.state = { id: old.id, inputs, outputs: update.outputs };
    }
    this.#record(step, answers);
  }

  async replace(step: string, news: PropertyMap, { deleteBeforeReplace }: ReplaceOptions): Promise<void> {
    const old = this.#existing();
    const { answers, inputs, replaced } = await this.#compare(old, news);
    if (inputs === undefined || !replaced) throw new Error(`nothing is replaced in the step "${step}"`);
    if (deleteBeforeReplace) answers["delete first"] = await this.#plugin.delete(this.#urn, old);
    answers.create = await this.#make(inputs);
    if (!deleteBeforeReplace) answers["delete after"] = await this.#plugin.delete(this.#urn, old);
    this.#record(step, answers);
  }

  /** What `pulumi refresh` does. */
  async refresh(step: string): Promise<void> {
    const old = this.#existing();
    const read = await this.#plugin.read(this.#urn, old);
    if (!("error" in read) && read.id !== "") this.state = read;
    this.#record(step, { read: readWords(read, old) });
  }

  /** What the resource option `import` does. */
  async adopt(step: string, id: string): Promise<void> {
    const read = await this.#plugin.read(this.#urn, { id, inputs: {}, outputs: {} });
    if (!("error" in read) && read.id !== "") this.state = read;
    this.#record(step, { read });
  }

  async delete(step: string): Promise<void> {
    this.#record(step, { delete: await this.#plugin.delete(this.#urn, this.#existing()) });
  }

  async #make(inputs: PropertyMap, options?: CallOptions): Promise<object> {
    const creation = await this.#plugin.create(this.#urn, inputs, options);
    if (!("error" in creation)) this.state = { ...creation, inputs };
    return stateWords(creation, inputs);
  }

  async #compare(old: OldResource, news: PropertyMap) {
    const check = await this.#plugin.check(this.#urn, old.inputs, news);
    const answers: Record<string, unknown> = { check: checkedWords(check, news) };
    if (!passed(check)) return { answers, changed: false, replaced: false };
    const diff = await this.#plugin.diff(this.#urn, old, check.inputs);
    answers.diff = diff;
    const changed = "changed" in diff && diff.changed;
    return {
      answers,
      inputs: check.inputs,
      changed,
      replaced: "replaces" in diff && diff.replaces.length > 0,
    };
  }

  #existing(): OldResource {
    if (this.state === undefined) throw new Error(`${this.#urn} does not exist at this step`);
    return this.state;
  }

  #record(step: string, answers: Record<string, unknown>, log = true): void {
    const logged = this.#plugin.takeLog();
    this.#recorder.record(step, logged.length === 0 || !log ? answers : { ...answers, logged });
  }
}

function passed<T extends { failures: string[] }>(check: Outcome<T>): check is T {
  return "failures" in check && check.failures.length === 0;
}

function checkedWords(check: Awaited<ReturnType<PluginProcess["check"]>>, news: PropertyMap): object {
  if ("error" in check) return check;
  const inputs = besides(check.inputs, news);
  return check.failures.length === 0 ? inputs : { failures: check.failures };
}

function stateWords(state: Outcome<{ id?: string; outputs: PropertyMap }>, inputs: PropertyMap): object {
  if ("error" in state) return state;
  const id = state.id === undefined ? {} : { id: withoutRandom(state.id) };
  return { ...id, ...besides(state.outputs, inputs) };
}

/**
 * Without the connection: whether one that is partly unknown is shown whole or as unknown is a matter inside the real
 * plugin's framework, and nobody sees it.
 */
function previewWords(state: Parameters<typeof stateWords>[0], inputs: PropertyMap): object {
  if ("error" in state) return state;
  const { connection: _, ...outputs } = state.outputs;
  const { connection: __, ...others } = inputs;
  return stateWords({ ...state, outputs }, others);
}

function readWords(read: Awaited<ReturnType<PluginProcess["read"]>>, old: OldResource): object {
  if ("error" in read || read.id === "") return read;
  return {
    id: withoutRandom(read.id),
    inputs: besides(read.inputs, old.inputs),
    outputs: besides(read.outputs, old.outputs),
  };
}

/** What comes back as it was, by name, and what is new, other or missing, with its value. */
function besides(given: PropertyMap, asked: PropertyMap): object {
  const names = [...new Set([...Object.keys(given), ...Object.keys(asked)])].sort();
  const same = names.filter((name) => sameValue(given[name], asked[name]));
  const other = names.filter((name) => !same.includes(name));
  const values: Record<string, unknown> = {};
  for (const name of other) values[name] = difference(given[name], asked[name]);
  return { same, ...(other.length > 0 && { other: values }) };
}

function difference(given: PropertyValue | undefined, asked: PropertyValue | undefined): unknown {
  if (given === undefined) return "<missing>";
  const [value, wanted] = [reveal(given) ?? null, reveal(asked)];
  if (isSecret(given)) return { secret: sameValue(value, wanted) ? "<same>" : difference(value, wanted) };
  return isMap(value) && isMap(wanted) ? besides(value, wanted) : given;
}

function withoutRandom(id: string): string {
  return id.replace(/[0-9a-f]{8,}$/, (digits) => `<${digits.length} hexadecimal digits>`);
}
