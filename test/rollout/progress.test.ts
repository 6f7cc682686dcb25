import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Progress } from "../../components/rollout/progress";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("tells at once what else is waited for, and the newest line of a log every ten seconds", () => {
  const said: string[] = [];
  const progress = new Progress((text) => said.push(text));
  for (let second = 0; second <= 20; second++) {
    progress.waits(`node2 is starting; its log says ${second}`);
    vi.advanceTimersByTime(1000);
  }
  progress.waits("node1 is starting");
  expect(said).toEqual([
    "waiting: node2 is starting; its log says 0",
    "waiting, 10 s: node2 is starting; its log says 10",
    "waiting, 20 s: node2 is starting; its log says 20",
    "waiting: node1 is starting",
  ]);
});
