import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";

/**
 * Tells people something at a resource, from a hook too: hooks run outside of the program's context, and the engine takes messages only
 * in it.
 *
 * @returns a function of the text, and whether it passes: such a message is not kept, nor shown in CI
 */
export function messagesAt(resource: pulumi.Resource): (text: string, isPassing?: boolean) => void {
  return AsyncResource.bind(
    (text: string, isPassing = false) => void pulumi.log.info(text, resource, undefined, isPassing),
  );
}
