import { scryptSync } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { isClosed, isWithClosing } from "../node";
import { knownValue } from "../program";

/** A script that a resource has run on a node. */
export interface RecordedScript {
  script: pulumi.Input<string>;
  /** What the host said; undefined where nothing is recorded. */
  reply: pulumi.Input<string | undefined>;
}

/** The scripts of which the state says that they were run, and the host's reply does not. They are run again before a rollout. */
export class UnclosedScripts {
  /** In their order. Never rejects. */
  readonly texts: Promise<string[]>;
  /** For the input of the rollout, which is another one where a script is to be run again. Known in a preview too. */
  readonly digest: Promise<string>;

  constructor(recorded: readonly RecordedScript[]) {
    this.texts = Promise.all(recorded.map(unclosedText)).then((texts) => texts.flat());
    this.digest = this.texts.then(digestOf);
  }
}

/** The digest where every script was run to its end. */
export const nothingUnclosed = "closed";

/**
 * Nothing is known of a script that this update is about to run, or could not. One that an earlier version of this library has run
 * says nothing at its end.
 */
async function unclosedText({ script, reply }: RecordedScript): Promise<string[]> {
  const [text, said] = await Promise.all([
    knownValue(pulumi.output(script)),
    knownValue(pulumi.output(reply)),
  ]);
  if (text === undefined || said === undefined || !isWithClosing(text)) return [];
  return isClosed(text, said) ? [] : [text];
}

/** Stands in the state in clear, and a password may be all that is not known of the texts: a slow digest. */
function digestOf(texts: readonly string[]): string {
  return texts.length === 0 ? nothingUnclosed : scryptSync(texts.join(""), "closed", 16).toString("hex");
}
