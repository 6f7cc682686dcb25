import type { Operation, ResourceKind } from "../protocol/plugin";

/** The same kind of resource, whose failed updates and deletions name operation and resource, as the real plugin's bridge does. */
export function namedFailures(kind: ResourceKind): ResourceKind {
  return { ...kind, update: named("updating", kind.update), delete: named("deleting", kind.delete) };
}

function named<Request extends Operation, T>(
  operation: string,
  run: ((request: Request) => Promise<T>) | undefined,
): ((request: Request) => Promise<T>) | undefined {
  return (
    run &&
    (async (request) => {
      try {
        return await run(request);
      } catch (error) {
        throw new Error(`${operation} ${request.urn}: ${(error as Error).message}`);
      }
    })
  );
}
