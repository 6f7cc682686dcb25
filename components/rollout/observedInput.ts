import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/**
 * A part of a resource's input that says what was observed to be wrong, and is no difference where nothing is.
 *
 * The engine keeps the last value that counted, so a value random to this run makes the same fault a difference the second time too.
 */
export class ObservedInput {
  readonly value: Promise<string>;
  /** Whether the value is to count. */
  readonly isWrong: Promise<boolean>;

  /** @param fault a word for what is wrong, without a secret; undefined where nothing is. Never rejects */
  constructor(fault: Promise<string | undefined>) {
    const run = randomBytes(8).toString("hex");
    this.value = fault.then((known) => (known === undefined ? "right" : `${known} ${run}`));
    this.isWrong = fault.then((known) => known !== undefined);
  }
}

/** Lets the engine keep what the state has of each of these parts of `input` that says nothing wrong. */
export function keepRight(parts: Record<string, ObservedInput>): pulumi.ResourceTransform {
  return async ({ props, opts }) => {
    const kept = await Promise.all(
      Object.entries(parts).map(async ([name, part]) => ((await part.isWrong) ? [] : [`input.${name}`])),
    );
    return { props, opts: pulumi.mergeOptions(opts, { ignoreChanges: kept.flat() }) };
  };
}

/** Their values, as they stand in the input. */
export function valuesOf(parts: Record<string, ObservedInput>): Record<string, Promise<string>> {
  return Object.fromEntries(Object.entries(parts).map(([name, { value }]) => [name, value]));
}
