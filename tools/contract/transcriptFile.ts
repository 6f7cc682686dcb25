import { readFileSync } from "node:fs";
import path from "node:path";
import type { PluginName } from "./scenario";
import type { Transcript } from "./transcript";

export function transcriptFile(name: PluginName): string {
  return path.join(__dirname, "..", "..", "test", "tools", "contract", "transcripts", `${name}.json`);
}

export function readTranscript(name: PluginName): Transcript {
  return JSON.parse(readFileSync(transcriptFile(name), "utf8")) as Transcript;
}

export function transcriptText(transcript: Transcript): string {
  return `${JSON.stringify(transcript, undefined, 2)}\n`;
}
