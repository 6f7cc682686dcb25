import type { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { mapSecrets } from "../description";

/** Marks the options of a component that another component of this library makes. */
const inner = Symbol("inner");

/** The commands that an outer component runs on each node before anything else; a rollout runs those again that did not end. */
export type OuterCommands = readonly [remote.Command[], remote.Command[]];

/** Options for a component that a component of this library makes. */
export function innerOptions(
  opts: pulumi.ComponentResourceOptions,
  commands: OuterCommands = [[], []],
): pulumi.ComponentResourceOptions {
  return Object.assign(opts, { [inner]: commands });
}

export function outerCommands(
  opts: pulumi.ComponentResourceOptions & { [inner]?: OuterCommands },
): OuterCommands {
  return opts[inner] ?? [[], []];
}

/** Whether the component is made by another one of this library, which has checked its own arguments. */
export function isInner(opts: pulumi.ComponentResourceOptions): boolean {
  return inner in opts;
}

/**
 * What a component registers as its inputs. The one that a program makes registers its arguments, so that a preview names those that
 * change, and policies and transforms see them. An inner one registers none: it would wait for all that they come from, and its
 * children for it, although each of them needs a part only.
 */
export function registeredInputs(args: object, opts: pulumi.ComponentResourceOptions): pulumi.Inputs {
  return isInner(opts) ? {} : { ...mapSecrets(args, pulumi.secret) };
}
