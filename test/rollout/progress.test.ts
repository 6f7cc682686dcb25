import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Progress } from "../../components/rollout/progress";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What is said, passing messages in brackets. */
function listen() {
  const said: string[] = [];
  const progress = new Progress((text, isPassing) => void said.push(isPassing ? `(${text})` : text));
  return { said, progress };
}

const everyTenSeconds = (first: number, last: number) =>
  Array.from({ length: (last - first) / 10 + 1 }, (_, index) => first + index * 10);

it("tells at once what is waited for if that changes, every ten seconds in passing, and every minute to stay", () => {
  const { said, progress } = listen();
  for (let seconds = 0; seconds <= 70; seconds++) {
    progress.waits("node1 is starting");
    vi.advanceTimersByTime(1000);
  }
  progress.waits("node2 is starting");
  const passing = (seconds: number) => `(waiting, ${seconds} s: node1 is starting)`;
  expect(said).toEqual([
    "waiting: node1 is starting",
    ...everyTenSeconds(10, 50).map(passing),
    "waiting, 60 s: node1 is starting",
    passing(70),
    "waiting: node2 is starting",
  ]);
});

it("tells so while something lasts, and no longer", async () => {
  const { said, progress } = listen();
  const work = Promise.withResolvers<string>();
  const result = progress.during("node1: is stopped", work.promise);
  vi.advanceTimersByTime(60_000);
  work.resolve("done");
  expect(await result).toBe("done");
  vi.advanceTimersByTime(60_000);
  expect(said).toEqual([
    ...everyTenSeconds(10, 50).map((seconds) => `(node1: is stopped, ${seconds} s)`),
    "node1: is stopped, 60 s",
  ]);
});

it("tells the newest line of a log every ten seconds, and not each time it changes", () => {
  const { said, progress } = listen();
  for (let second = 0; second <= 20; second++) {
    progress.waits(`node2 is starting; its log says ${second}`);
    vi.advanceTimersByTime(1000);
  }
  expect(said).toEqual([
    "waiting: node2 is starting; its log says 0",
    "(waiting, 10 s: node2 is starting; its log says 10)",
    "(waiting, 20 s: node2 is starting; its log says 20)",
  ]);
});
