import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";

/** Milliseconds in which an engine that is there answers. */
const patience = 5000;

interface Channel {
  waitForReady(deadline: number, done: (error?: Error) => void): void;
}

/**
 * Whether the engine of this run is still there, to be asked outside of the program's context too. An inline program of the
 * Automation API outlives an engine that was killed.
 */
export function engineProbe(): () => Promise<boolean> {
  const engine = pulumi.runtime.getEngine() as unknown as Channel | undefined;
  if (engine === undefined) return () => Promise.resolve(true);
  return AsyncResource.bind(
    () =>
      new Promise<boolean>((resolve) => {
        engine.waitForReady(Date.now() + patience, (error) => resolve(error === undefined));
      }),
  );
}
