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
    (text: string, isPassing = false) =>
      void pulumi.log.info(labelled(resource, text), resource, undefined, isPassing),
  );
}

/**
 * A text with the name of the component in front, if the program has another one of its type: `pulumi preview --diff` shows messages
 * without their resource.
 */
export function labelled(resource: pulumi.Resource, text: string): string {
  const component = resource as unknown as ResourceState;
  return isAmong(component, rootOf(component)) ? `${component.__name}: ${text}` : text;
}

/** What `Resource` has besides its public members. */
interface ResourceState {
  __name?: string;
  __pulumiType?: string;
  __parentResource?: ResourceState;
  __childResources?: Set<ResourceState>;
}

function rootOf(resource: ResourceState): ResourceState {
  return resource.__parentResource === undefined ? resource : rootOf(resource.__parentResource);
}

/** Whether another resource of its type is at this place or below it. */
function isAmong(resource: ResourceState, place: ResourceState): boolean {
  if (place !== resource && place.__pulumiType === resource.__pulumiType) return true;
  return [...(place.__childResources ?? [])].some((child) => isAmong(resource, child));
}
