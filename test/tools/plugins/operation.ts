import type { Operation } from "../../../tools/plugins/protocol/plugin";

export interface RecordedOperation extends Operation {
  /** What was logged, for example `status one`. */
  logged: string[];
}

/** What the server hands to every operation, with a log that keeps what is written to it. */
export function operation(signal: AbortSignal = new AbortController().signal): RecordedOperation {
  const logged: string[] = [];
  return {
    urn: "urn:pulumi:test::test::test:index:Test::it",
    name: "it",
    signal,
    logged,
    log: {
      status: (message) => logged.push(`status ${message}`),
      warning: (message) => logged.push(`warning ${message}`),
      error: (message) => logged.push(`error ${message}`),
      flush: () => Promise.resolve(),
    },
  };
}
