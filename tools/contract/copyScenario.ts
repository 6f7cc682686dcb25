import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { archive, asset, type PropertyMap, unknownValue } from "../plugins/protocol/propertyValue";
import { Lifecycle } from "./lifecycle";
import type { PluginProcess } from "./pluginProcess";
import type { SshHosts } from "./sshHosts";
import type { TranscriptRecorder } from "./transcript";

/** What the library uses of `remote.CopyToRemote`, and the places that it may copy to. */
export class CopyScenario {
  readonly #plugin: PluginProcess;
  readonly #recorder: TranscriptRecorder;
  readonly #hosts: SshHosts;
  readonly #local: string;
  readonly #remote: string;

  constructor(plugin: PluginProcess, recorder: TranscriptRecorder, hosts: SshHosts) {
    this.#plugin = plugin;
    this.#recorder = recorder;
    this.#hosts = hosts;
    this.#local = path.join(hosts.folder, "local");
    this.#remote = path.join(hosts.folder, "remote");
  }

  async run(): Promise<void> {
    mkdirSync(path.join(this.#local, "tree", "deep"), { recursive: true });
    writeFileSync(path.join(this.#local, "tree", "deep", "leaf"), "leaf");
    mkdirSync(path.join(this.#remote, "there"), { recursive: true });
    await this.#life();
    await this.#places();
    await this.#sources();
  }

  async #life(): Promise<void> {
    const remotePath = path.join(this.#remote, "new", "driver.jar");
    const inputs = (text: string, changes: PropertyMap = {}): PropertyMap => ({
      connection: this.#hosts.connection(),
      source: this.#file("driver.jar", text),
      remotePath,
      triggers: ["host key"],
      ...changes,
    });
    const copy = this.#copy();
    await copy.previewCreation("a file, at the preview", inputs("one"));
    await copy.create("a file into a folder that is not there", inputs("one"));
    this.#recorder.record("the file is there", readFileSync(remotePath, "utf8"));
    await copy.update("an unchanged file", inputs("one"));
    await copy.previewUpdate("another content, at the preview", inputs("two"));
    await copy.update("another content is copied", inputs("two"));
    this.#recorder.record("the other content is there", readFileSync(remotePath, "utf8"));
    rmSync(remotePath);
    await copy.update(
      "another connection alone",
      inputs("two", { connection: this.#hosts.connection({ dialErrorLimit: 1 }) }),
    );
    this.#recorder.record("another connection alone copies", existsSync(remotePath));
    await copy.refresh("a refresh of a copy does not look at the host");
    await copy.previewUpdate("another trigger of a copy", inputs("two", { triggers: ["other key"] }));
    await copy.update("another place", inputs("two", { remotePath: `${remotePath}.new` }));
    this.#recorder.record("both places are used", readdirSync(path.dirname(remotePath)));
    await copy.delete("the deletion of a copy");
    this.#recorder.record("the copy stays", existsSync(`${remotePath}.new`));
  }

  async #places(): Promise<void> {
    const file = this.#file("plain", "content");
    const blocked = path.join(this.#remote, "a file");
    writeFileSync(blocked, "");
    await this.#to("a file into a folder that is there", file, path.join(this.#remote, "there"));
    this.#recorder.record("it keeps its name", readdirSync(path.join(this.#remote, "there")));
    await this.#to("a file over a file", file, blocked);
    await this.#to("a file beneath a file", file, path.join(blocked, "below", "it"));
    await this.#to("a file that cannot be made", file, "/proc/nothing-to-write-here");
  }

  async #sources(): Promise<void> {
    const tree = path.join(this.#local, "tree");
    await this.#to("a folder", this.#archive(tree), path.join(this.#remote, "folder"));
    await this.#to("what is in a folder", this.#archive(`${tree}/`), path.join(this.#remote, "inner"));
    const found = (name: string) => readdirSync(path.join(this.#remote, name), { recursive: true }).sort();
    this.#recorder.record("the folders are there", { folder: found("folder"), inner: found("inner") });
    const text = asset({ text: "some text", hash: "0" });
    await this.#to("a text", text, path.join(this.#remote, "new too", "text"));
    await this.#to("a text to a folder", text, this.#remote);
    await this.#to(
      "a file that is not there",
      asset({ path: path.join(this.#local, "none"), hash: "0" }),
      this.#remote,
    );
    const gone = this.#copy();
    await gone.previewCreation("an unknown source", {
      connection: this.#hosts.connection(),
      source: unknownValue,
      remotePath: "x",
    });
    await gone.previewCreation("no source", { connection: this.#hosts.connection(), remotePath: "x" });
    await gone.create("a host that refuses", {
      connection: this.#hosts.connection({ port: 1 }),
      source: this.#file("plain", "content"),
      remotePath: "x",
    });
  }

  async #to(step: string, source: PropertyMap, remotePath: string): Promise<void> {
    await this.#copy().create(step, { connection: this.#hosts.connection(), source, remotePath });
  }

  #file(name: string, text: string): PropertyMap {
    const file = path.join(this.#local, name);
    writeFileSync(file, text);
    return asset({ path: file, hash: createHash("sha256").update(text).digest("hex") });
  }

  #archive(folder: string): PropertyMap {
    return archive({ path: folder, hash: "0" });
  }

  #copy(): Lifecycle {
    return new Lifecycle(this.#plugin, this.#recorder, "command:remote:CopyToRemote", "copy");
  }
}
